using Gateway.Contracts;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// Counters of one reader since it began. Its reader's thread counts, and any thread may read; the counters need no lock and no
/// interlocked operation, because one thread at a time writes them.
/// </summary>
internal sealed class ReaderFigures(TimeProvider time)
{
    private long _delivered;
    private long _conflated;
    private long _dropped;
    private int _gaps;
    private volatile ReportedGap? _lastGap;

    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>Events that were merged into a later event of their item.</summary>
    public long Conflated => Volatile.Read(ref _conflated);

    /// <summary>Events that a lossy mode lost.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    public int Gaps => Volatile.Read(ref _gaps);

    public ReportedGap? LastGap => _lastGap;

    public void CountDelivered(long events) => Volatile.Write(ref _delivered, _delivered + events);

    public void Count(ConflationCount count)
    {
        CountDelivered(count.Delivered);
        Volatile.Write(ref _conflated, _conflated + count.Conflated);
        Volatile.Write(ref _dropped, _dropped + count.Dropped);
    }

    public void CountGap(GapReason reason)
    {
        _lastGap = new ReportedGap(time.GetUtcNow().UtcDateTime, reason);
        Volatile.Write(ref _gaps, _gaps + 1);
    }
}
