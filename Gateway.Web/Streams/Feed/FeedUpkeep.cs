using Gateway.Errors;
using Gateway.Web.Streams.Feed.Reading;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Streams.Feed;

/// <summary>The feed's clock: lets quiet streams say where they stand, has retention looked at, and ends the streams with the gateway.</summary>
internal sealed class FeedUpkeep(FeedInbox inbox, FeedDistributor distributor, IOptions<FeedOptions> options, IHostApplicationLifetime lifetime, TimeProvider time)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Before the server closes its connections, so that the streams' own ending is what clients see.
        using var stopping = lifetime.ApplicationStopping.Register(() =>
            distributor.End(new GatewayException(GatewayErrorCode.GatewayStopping, "The gateway stops; reconnect and resume.", 1_000)));
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
            // The host stops.
        }
    }
}
