using Gateway.Web.Platform.Periodic;
using Gateway.Web.Streams.Feed.Reading;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Streams.Feed;

/// <summary>Regular upkeep of the feed: lets streams without traffic report their position, and requests retention.</summary>
internal sealed class FeedUpkeep(FeedInbox inbox, FeedDistributor distributor, IOptions<FeedOptions> options, TimeProvider time, ILogger<FeedUpkeep> logger)
    : PeriodicService(time, logger)
{
    private long _retained = time.GetTimestamp();

    protected override TimeSpan Interval => TimeSpan.FromMilliseconds(Math.Max(50, options.Value.IdleIntervalMs / 4));

    public override Task RunOnceAsync(CancellationToken cancellationToken)
    {
        distributor.Tick();
        if (Time.GetElapsedTime(_retained) >= TimeSpan.FromSeconds(options.Value.RetentionSeconds))
        {
            _retained = Time.GetTimestamp();
            inbox.RequestRetention();
        }

        return Task.CompletedTask;
    }
}
