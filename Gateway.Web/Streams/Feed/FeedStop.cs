using Gateway.Web.Streams.Feed.Reading;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Feed;

/// <summary>Ends the streams of the feed when the gateway stops.</summary>
internal sealed class FeedStop(FeedDistributor distributor, IHostApplicationLifetime lifetime) : IHostedService, IDisposable
{
    private CancellationTokenRegistration _stopping;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Runs before the server closes its connections, so that clients see the coded end of their streams.
        _stopping = lifetime.ApplicationStopping.Register(() =>
            distributor.End(StoppingFault.Create()));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();
}
