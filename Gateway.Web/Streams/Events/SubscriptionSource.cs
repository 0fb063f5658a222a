using Gateway.Contracts;
using Gateway.Web.Platform.Recorder;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// Everything that the reader of one subscription needs from its session: what the log holds, and where to report. May be used on any
/// thread.
/// </summary>
internal sealed class SubscriptionSource(Subscription subscription, EventLog log, FilterPool filters, DistributionReport report)
{
    /// <summary>The filters of the session's readers.</summary>
    public FilterPool Filters => filters;

    /// <summary>Whether the pump feeds the reader; otherwise the reader reads from the history.</summary>
    public bool IsLive => subscription.Phase == SubscriptionPhase.Live;

    /// <summary>The last sequence that was evicted from history.</summary>
    public long EvictedThrough => log.EvictedThrough;

    /// <summary>
    /// Reads the events that history holds after a cursor. At the head of the history the reader becomes live under the same lock.
    /// </summary>
    public HistoryRead ReadHistory(long cursor, Queue<Batch> destination)
    {
        var read = log.Read(subscription, cursor, destination, out var wasSlow);
        if (wasSlow)
        {
            subscription.Settings.Ring.Note(OccurrenceKind.CaughtUp);
            report.CaughtUp(subscription.Settings);
        }

        return read;
    }

    /// <inheritdoc cref="EventLog.TryRest"/>
    public bool TryRest(long cursor, SharedFilter filter, EncodedRows fruitless) => log.TryRest(subscription, cursor, filter, fruitless);

    /// <inheritdoc cref="EventLog.Rouse"/>
    public long Rouse() => log.Rouse(subscription);

    /// <inheritdoc cref="EventLog.Snapshot"/>
    public OutgoingSnapshot Snapshot(SharedFilter? filter, long upTo) => log.Snapshot(filter, upTo);

    /// <inheritdoc cref="EventLog.LatestSince"/>
    public (long Through, EncodedRows? Rows) LatestSince(long cursor, long end, SharedFilter? filter) => log.LatestSince(cursor, end, filter);

    /// <inheritdoc cref="EventLog.IsWithin"/>
    public bool IsWithin(long cursor, int events) => log.IsWithin(cursor, events);

    /// <param name="reason">The reason of the gap.</param>
    /// <param name="requestedAfter">The position before the gap.</param>
    /// <param name="through">The last missing sequence.</param>
    public GapItem Gap(GapReason reason, long requestedAfter, long through)
    {
        report.Gap(reason);
        subscription.Figures.CountGap(reason);
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

    public void CountDelivered(int events)
    {
        report.Delivered(events);
        subscription.Figures.CountDelivered(events);
    }

    public void CountConflated(ConflationCount count)
    {
        report.Conflated(count);
        subscription.Figures.Count(count);
    }
}
