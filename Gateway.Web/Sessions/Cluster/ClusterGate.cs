using Gateway.Web.Sessions.Cluster.JetStream;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>Open while this gateway is connected to NATS and holds the lease of its store. May be used on any thread.</summary>
internal sealed class ClusterGate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _opened = New();
    private SiteLink? _link;

    public bool IsOpen
    {
        get
        {
            lock (_lock)
            {
                return _link is { Lost.IsCancellationRequested: false };
            }
        }
    }

    public void Open(SiteLink link)
    {
        lock (_lock)
        {
            _link = link;
            _opened.TrySetResult();
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            _link = null;
        }
    }

    /// <summary>Waits until the gate is open. What is then done ends when <see cref="SiteLink.Lost"/> is cancelled.</summary>
    public async Task<SiteLink> WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task opened;
            lock (_lock)
            {
                if (_link is { Lost.IsCancellationRequested: false } link)
                {
                    return link;
                }

                _opened = _opened.Task.IsCompleted ? New() : _opened;
                opened = _opened.Task;
            }

            await opened.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
