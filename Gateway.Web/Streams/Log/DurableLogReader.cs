using System.Runtime.CompilerServices;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Platform.Recorder;

namespace Gateway.Web.Streams.Log;

/// <summary>
/// One reader of a durable log. It is either live, and the writer feeds it through a bounded channel, or it is catching up, and reads the
/// kept part of the log with its own cursor. The writer uses the <see cref="Channel"/> only; everything else is used by the reader alone.
/// </summary>
internal abstract class DurableLogReader<TBatch, TItem>(int capacity, int idleIntervalMs, TimeProvider time) : ILogReader<TBatch>, IRunningLog, IDisposable
    where TBatch : class, INumberedBatch
    where TItem : class
{
    private long _lastSent = time.GetTimestamp();
    private long _cursor;
    private OccurrenceRing _ring = OccurrenceRing.None;
    private long _slowSince;
    private int _slowEpisodes;
    private volatile bool _live;

    public SubscriptionChannel<TBatch, TItem, Caller> Channel { get; } = new(capacity);

    /// <inheritdoc/>
    public bool IsLive => _live;

    /// <inheritdoc/>
    public long Position => Volatile.Read(ref _cursor);

    /// <inheritdoc/>
    public int Queued => Channel.QueuedEvents;

    /// <inheritdoc/>
    public DateTime? SlowSince => Volatile.Read(ref _slowSince) is var ticks and > 0 ? new DateTime(ticks, DateTimeKind.Utc) : null;

    /// <inheritdoc/>
    public int SlowEpisodes => Volatile.Read(ref _slowEpisodes);

    /// <inheritdoc/>
    public GatewayErrorCode? EndCode => Channel.AbortCode;

    /// <summary>After <see cref="TryNext"/> has returned null: whether to call it again at once instead of waiting.</summary>
    internal bool LookAgain { get; private protected set; }

    /// <summary>Items that come before everything else.</summary>
    protected Queue<TItem> Opening { get; } = new();

    /// <summary>Batches that were taken and are not read to their end.</summary>
    protected Queue<TBatch> Reading { get; } = new();

    protected string Epoch { get; private set; } = "";

    /// <summary>The last sequence that was read.</summary>
    protected long Cursor
    {
        get => _cursor;
        set => Volatile.Write(ref _cursor, value);
    }

    /// <summary>The last sequence that an item has told of.</summary>
    protected long Announced { get; set; }

    /// <summary>The stream's items; can be enumerated once. Leaving the enumeration ends the reader.</summary>
    /// <exception cref="GatewayException">The reason why the stream ended.</exception>
    public async IAsyncEnumerable<TItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var registration = cancellationToken.UnsafeRegister(
            static channel => ((SubscriptionChannel<TBatch, TItem, Caller>)channel!).Wake(), Channel);
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                if (TryNext() is { } item)
                {
                    Volatile.Write(ref _lastSent, time.GetTimestamp());
                    yield return item;
                }
                else if (Channel.HasEnded(Cursor))
                {
                    yield break;
                }
                else if (!LookAgain)
                {
                    await Channel.WaitAsync();
                }
            }
        }
        finally
        {
            Dispose();
        }
    }

    /// <inheritdoc cref="IRunningLog.End"/>
    public void End(GatewayException error) => Channel.Abort(error);

    /// <inheritdoc/>
    public void Record(OccurrenceRing ring) => Volatile.Write(ref _ring, ring);

    /// <summary>Ends the reader. Safe to call more than once.</summary>
    public abstract void Dispose();

    bool ILogReader<TBatch>.TryEnqueue(TBatch batch) => Channel.TryEnqueue(batch);

    bool ILogReader<TBatch>.FallBehind()
    {
        _live = false;
        Volatile.Write(ref _slowSince, time.GetUtcNow().UtcTicks);
        Interlocked.Increment(ref _slowEpisodes);
        Volatile.Read(ref _ring).Note(new Occurrence(OccurrenceKind.Slow) { A = capacity });
        Channel.Wake();
        return true;
    }

    void ILogReader<TBatch>.TurnLive()
    {
        _live = true;
        if (Interlocked.Exchange(ref _slowSince, 0) != 0)
        {
            Volatile.Read(ref _ring).Note(OccurrenceKind.CaughtUp);
        }
    }

    /// <summary>Asks for an idle item if nothing was sent for an interval. Any thread.</summary>
    internal void Tick()
    {
        if (time.GetElapsedTime(Volatile.Read(ref _lastSent)).TotalMilliseconds >= idleIntervalMs)
        {
            Channel.RequestIdle();
        }
    }

    /// <summary>
    /// The next item without waiting; null when there is none now or when the reader has to look again, see <see cref="LookAgain"/>.
    /// Called by the reader only, as <see cref="ReadAsync"/>.
    /// </summary>
    /// <exception cref="GatewayException"><c>FeedUnavailable</c>.</exception>
    internal abstract TItem? TryNext();

    /// <summary>Where the reader is now, at its beginning and after it had to start over.</summary>
    protected void MoveTo(string epoch, long cursor, bool live)
    {
        Epoch = epoch;
        Cursor = Announced = cursor;
        _live = live;
    }

    /// <summary>Drops what waits in the opening, except for what a client must have in any case.</summary>
    protected void Keep(Predicate<TItem> isKept)
    {
        for (var left = Opening.Count; left > 0; left--)
        {
            var item = Opening.Dequeue();
            if (isKept(item))
            {
                Opening.Enqueue(item);
            }
        }
    }
}
