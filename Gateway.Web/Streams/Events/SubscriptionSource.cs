using Gateway.Contracts;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Events;

/// <summary>All that the reader of one subscription asks of the session: what its log holds, and where to report. Any thread.</summary>
internal sealed class SubscriptionSource(Subscription subscription, EventLog log, FilterPool filters, DistributionReport report)
{
    /// <summary>What the session's readers hold back.</summary>
    public FilterPool Filters => filters;

    /// <summary>Whether the reader is fed; otherwise it helps itself from the history.</summary>
    public bool IsLive => subscription.Phase == SubscriptionPhase.Live;

    /// <summary>The last sequence that history holds no longer.</summary>
    public long EvictedThrough => log.EvictedThrough;

    /// <summary>Reads what history holds after a cursor. At the head of the history the reader turns live in the same step.</summary>
    public HistoryRead ReadHistory(long cursor, Queue<Batch> destination)
    {
        var read = log.Read(subscription, cursor, destination, out var wasSlow);
        if (wasSlow)
        {
            report.CaughtUp(subscription.Settings);
        }

        return read;
    }

    /// <inheritdoc cref="EventLog.Snapshot"/>
    public OutgoingSnapshot Snapshot(SharedFilter? filter, long upTo) => log.Snapshot(filter, upTo);

    /// <inheritdoc cref="EventLog.LatestSince"/>
    public (long Through, EncodedRows? Rows) LatestSince(long cursor, long end, SharedFilter? filter) => log.LatestSince(cursor, end, filter);

    /// <inheritdoc cref="EventLog.IsWithin"/>
    public bool IsWithin(long cursor, int events) => log.IsWithin(cursor, events);

    /// <param name="reason">Why there is a gap.</param>
    /// <param name="requestedAfter">The position before the gap.</param>
    /// <param name="through">The last sequence that is not given.</param>
    public GapItem Gap(GapReason reason, long requestedAfter, long through)
    {
        report.Gap(reason);
        return new GapItem
        {
            Reason = reason,
            RequestedAfter = requestedAfter,
            Oldest = through + 1,
            Latest = log.Range.Latest,
            Missed = reason is GapReason.Evicted or GapReason.WorkerOverflow ? through - requestedAfter : null,
        };
    }

    /// <inheritdoc cref="DistributionReport.Degraded"/>
    public void OnDegraded() => report.Degraded(subscription.Settings);

    /// <inheritdoc cref="DistributionReport.Recovered"/>
    public void OnRecovered() => report.Recovered(subscription.Settings);

    public void CountDelivered(int events) => report.Delivered(events);

    public void CountConflated(ConflationCount count) => report.Conflated(count);
}
