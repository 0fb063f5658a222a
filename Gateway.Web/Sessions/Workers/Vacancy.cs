namespace Gateway.Web.Sessions.Workers;

/// <summary>A session that waits for its worker: filled once, by the first caller that has proved itself.</summary>
internal sealed class Vacancy(long resumeAfter)
{
    private readonly TaskCompletionSource<WorkerConnection> _filled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Highest sequence the gateway holds.</summary>
    public long ResumeAfter => resumeAfter;

    /// <returns>False when it is filled or given up; the connection stays the caller's then.</returns>
    public bool TryFill(WorkerConnection connection) => _filled.TrySetResult(connection);

    /// <exception cref="OperationCanceledException">It is given up, and nobody can fill it any more.</exception>
    public async Task<WorkerConnection> WaitAsync(CancellationToken cancellationToken)
    {
        await using var givingUp = cancellationToken.Register(() => _filled.TrySetCanceled(cancellationToken));
        return await _filled.Task;
    }
}
