using System.Diagnostics.Metrics;
using Gateway.Contracts;
using Gateway.Web.Platform.Metrics;

namespace Gateway.Web.Streams.Events;

/// <summary>Totals over all sessions.</summary>
internal sealed class DistributionMetrics
{
    private readonly Counter<long> _published;
    private readonly Counter<long> _delivered;
    private readonly Counter<long> _gaps;
    private readonly Counter<long> _slowEpisodes;
    private readonly Counter<long> _notDelivered;
    private readonly Counter<long> _degradations;
    private readonly UpDownCounter<long> _subscriptions;
    private readonly Counter<long> _ended;

    public DistributionMetrics(IMeterFactory meters)
    {
        var meter = meters.CreateGatewayMeter();
        _published = meter.CreateCounter<long>("gateway.distribution.events.published", "{event}", "Events received from workers.");
        _delivered = meter.CreateCounter<long>("gateway.distribution.events.delivered", "{event}", "Events delivered to the readers of subscriptions.");
        _gaps = meter.CreateCounter<long>("gateway.distribution.gaps", "{gap}", "Gaps reported to readers.");
        _slowEpisodes = meter.CreateCounter<long>("gateway.distribution.slow_episodes", "{episode}", "Times a subscription's channel was full, by kind of reader.");
        _notDelivered = meter.CreateCounter<long>("gateway.distribution.events.not_delivered", "{event}", "Events that were not delivered to conflating readers, by reason.");
        _degradations = meter.CreateCounter<long>("gateway.distribution.degradations", "{episode}", "Times a slow reader was switched to conflation because its client had asked for that.");
        _subscriptions = meter.CreateUpDownCounter<long>("gateway.distribution.subscriptions", "{subscription}", "Active subscriptions.");
        _ended = meter.CreateCounter<long>("gateway.distribution.subscriptions.ended", "{subscription}", "Subscriptions that ended, by reason.");
    }

    public void Published(int events) => _published.Add(events);

    public void Delivered(int events) => _delivered.Add(events);

    public void Gap(GapReason reason) => _gaps.Add(1, new KeyValuePair<string, object?>("reason", reason switch
    {
        GapReason.Evicted => "evicted",
        GapReason.EpochChanged => "epoch_changed",
        GapReason.Ahead => "ahead",
        _ => "worker_overflow",
    }));

    public void NotDelivered(long conflated, long dropped)
    {
        if (conflated > 0)
        {
            _notDelivered.Add(conflated, new KeyValuePair<string, object?>("reason", "conflated"));
        }

        if (dropped > 0)
        {
            _notDelivered.Add(dropped, new KeyValuePair<string, object?>("reason", "dropped"));
        }
    }

    public void Degraded() => _degradations.Add(1);

    /// <param name="kind">The kind of reader, one of a fixed set.</param>
    public void SlowEpisode(string kind) => _slowEpisodes.Add(1, new KeyValuePair<string, object?>("reader", kind));

    public void SubscriptionStarted() => _subscriptions.Add(1);

    public void SubscriptionEnded(SubscriptionEnd end)
    {
        _subscriptions.Add(-1);
        _ended.Add(1, new KeyValuePair<string, object?>("reason", end.Label));
    }
}
