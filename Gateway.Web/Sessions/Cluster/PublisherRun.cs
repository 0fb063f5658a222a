namespace Gateway.Web.Sessions.Cluster;

/// <summary>A publisher that runs.</summary>
internal sealed class PublisherRun(SessionPublisher publisher, CancellationToken stopping)
{
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(stopping);

    public SessionPublisher Publisher => publisher;

    /// <summary>Completes when the publisher has ended, for whatever reason.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <param name="ended">Called when the publisher has ended.</param>
    public void Begin(Action ended) => Ended = RunAsync(ended);

    /// <summary>The session has ended; what is not published is not published any more.</summary>
    public void GiveUp()
    {
        publisher.GiveUp();
        _end.Cancel();
    }

    private async Task RunAsync(Action ended)
    {
        // The caller has a lock.
        await Task.Yield();
        await publisher.RunAsync(_end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ended();
        _end.Dispose();
    }
}
