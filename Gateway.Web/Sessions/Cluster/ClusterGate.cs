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

    /// <summary>Works on one link after the other until it is cancelled. Work that fails while its link is there begins again after a pause.</summary>
    /// <param name="work">The work. Its token is also cancelled when the link is lost.</param>
    /// <param name="failed">Called with the reason why work failed.</param>
    /// <param name="pause">Waits before work begins again.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task OnEachLinkAsync(
        Func<SiteLink, CancellationToken, Task> work, Action<string> failed, Func<CancellationToken, Task> pause, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var link = await WaitAsync(cancellationToken);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, link.Lost);
            try
            {
                await work(link, both.Token);
            }
            catch (Exception error)
            {
                if (!both.IsCancellationRequested)
                {
                    failed(error.Message);
                }
            }

            await pause(cancellationToken);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
