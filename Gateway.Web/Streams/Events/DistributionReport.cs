using Gateway.Contracts;

namespace Gateway.Web.Streams.Events;

/// <summary>Counts and logs what the distributor of one session does. May be used on any thread.</summary>
internal sealed class DistributionReport(string sessionId, DistributionMetrics metrics, ILogger logger)
{
    public void Published(int events) => metrics.Published(events);

    public void Delivered(int events) => metrics.Delivered(events);

    public void Conflated(ConflationCount count)
    {
        metrics.Delivered(count.Delivered);
        metrics.NotDelivered(count.Conflated, count.Dropped);
    }

    public void Gap(GapReason reason) => metrics.Gap(reason);

    public void Started() => metrics.SubscriptionStarted();

    public void Ended(SubscriptionEnd end) => metrics.SubscriptionEnded(end);

    /// <summary>A reader has become slow.</summary>
    public void Slow(Subscription reader)
    {
        metrics.SlowEpisode(reader.KindLabel);
        EventDistributorLog.SlowConsumer(logger, sessionId, reader.Settings.SubscriptionId, reader.Settings.Limits.BufferEvents);
    }

    /// <summary>A slow reader has caught up.</summary>
    public void CaughtUp(SubscriptionSettings reader) => EventDistributorLog.CaughtUp(logger, sessionId, reader.SubscriptionId);

    /// <summary>
    /// A reader whose client asked for it is conflated from now on, because the next events were evicted from history.
    /// </summary>
    public void Degraded(SubscriptionSettings reader)
    {
        metrics.Degraded();
        EventDistributorLog.Degraded(logger, sessionId, reader.SubscriptionId);
    }

    /// <summary>A reader that was degraded gets every event again.</summary>
    public void Recovered(SubscriptionSettings reader) => EventDistributorLog.Recovered(logger, sessionId, reader.SubscriptionId);
}
