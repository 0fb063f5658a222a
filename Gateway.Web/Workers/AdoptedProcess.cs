namespace Gateway.Web.Workers;

/// <summary>
/// A worker process that an earlier gateway started. It is nobody's child any more, so its end is looked for; its exit code
/// cannot be had.
/// </summary>
internal sealed class AdoptedProcess : IWorkerProcess
{
    public const int UnknownExitCode = -1;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _disposing = new();
    private readonly TimeProvider _time;

    public AdoptedProcess(ProcessIdentity identity, TimeProvider time)
    {
        Identity = identity;
        _time = time;
        Exited = WatchAsync(_disposing.Token);
    }

    public ProcessIdentity Identity { get; }

    public int ProcessId => Identity.ProcessId;

    public Task<int> Exited { get; }

    public void Kill() => Identity.Kill();

    public void Dispose()
    {
        _disposing.Cancel();
        _disposing.Dispose();
    }

    private async Task<int> WatchAsync(CancellationToken cancellationToken)
    {
        while (Identity.IsRunning)
        {
            await Task.Delay(Interval, _time, cancellationToken);
        }

        return UnknownExitCode;
    }
}
