using Gateway.Errors;
using Gateway.Web.Streams.Feed.Reading;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Streams.Feed;

/// <summary>
/// Regular upkeep of the feed: lets streams without traffic report their position, requests retention, and ends the streams when the
/// gateway stops.
/// </summary>
internal sealed class FeedUpkeep(FeedInbox inbox, FeedDistributor distributor, IOptions<FeedOptions> options, IHostApplicationLifetime lifetime, TimeProvider time)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Runs before the server closes its connections, so that clients see the coded end of their streams.
        using var stopping = lifetime.ApplicationStopping.Register(() =>
            distributor.End(new GatewayException(GatewayErrorCode.GatewayStopping, "The gateway is stopping; reconnect and resume.", 1_000)));
        var retention = TimeSpan.FromSeconds(options.Value.RetentionSeconds);
        var looked = time.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(Math.Max(50, options.Value.IdleIntervalMs / 4)), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                distributor.Tick();
                if (time.GetElapsedTime(looked) >= retention)
                {
                    looked = time.GetTimestamp();
                    inbox.RequestRetention();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Expected: the host is stopping.
        }
    }
}
