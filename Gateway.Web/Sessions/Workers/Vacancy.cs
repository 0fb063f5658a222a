namespace Gateway.Web.Sessions.Workers;

/// <summary>A wait for a session's worker. The first caller that has proved its identity fills it.</summary>
internal sealed class Vacancy(long resumeAfter)
{
    private readonly TaskCompletionSource<WorkerConnection> _filled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Highest sequence that the gateway has.</summary>
    public long ResumeAfter => resumeAfter;

    /// <returns>False when the wait was filled before or given up; then the caller still owns the connection.</returns>
    public bool TryFill(WorkerConnection connection) => _filled.TrySetResult(connection);

    /// <exception cref="OperationCanceledException">The wait was given up and can no longer be filled.</exception>
    public async Task<WorkerConnection> WaitAsync(CancellationToken cancellationToken)
    {
        await using var givingUp = cancellationToken.Register(() => _filled.TrySetCanceled(cancellationToken));
        return await _filled.Task;
    }
}
