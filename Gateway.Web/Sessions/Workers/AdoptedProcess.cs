namespace Gateway.Web.Sessions.Workers;

/// <summary>
/// A worker process that an earlier gateway started. It is not a child of this process, so its end is found by polling, and its exit
/// code is not available.
/// </summary>
internal sealed class AdoptedProcess : IWorkerProcess
{
    public const int UnknownExitCode = -1;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>How long to wait for a process that should end while the system does not show it.</summary>
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _disposing = new();
    private readonly IProcessTable _processes;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private volatile bool _killing;

    public AdoptedProcess(ProcessIdentity identity, IProcessTable processes, TimeProvider time, ILogger logger)
    {
        Identity = identity;
        _processes = processes;
        _time = time;
        _logger = logger;
        Exited = WatchAsync(_disposing.Token);
    }

    public ProcessIdentity Identity { get; }

    public int ProcessId => Identity.ProcessId;

    public Task<int> Exited { get; }

    /// <summary>Ends the process if it is certainly this one, or as soon as that becomes certain.</summary>
    public void Kill()
    {
        _killing = true;
        if (Identity.PresenceIn(_processes) == ProcessPresence.Running)
        {
            _processes.Kill(ProcessId);
        }
    }

    public void Dispose()
    {
        _disposing.Cancel();
        _disposing.Dispose();
    }

    private async Task<int> WatchAsync(CancellationToken cancellationToken)
    {
        long? hiddenSince = null;
        while (Identity.PresenceIn(_processes) is var presence && presence != ProcessPresence.Gone)
        {
            if (_killing && presence == ProcessPresence.Running)
            {
                hiddenSince = null;
                _processes.Kill(ProcessId);
            }
            else if (_killing && _time.GetElapsedTime(hiddenSince ??= _time.GetTimestamp()) >= KillPatience)
            {
                WorkerLog.NotSeen(_logger, ProcessId, KillPatience.TotalSeconds);
                break;
            }

            await Task.Delay(Interval, _time, cancellationToken);
        }

        return UnknownExitCode;
    }
}
