using System.Runtime.CompilerServices;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Items;
using Gateway.Web.Platform.Recorder;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// Hop 4: one reader of a session. It is either live, and the pump feeds it through a bounded channel, or it is catching up, and reads
/// the history with its own cursor. The pump writes to the <see cref="Channel"/> only; everything else here is used by the reader
/// alone.
/// </summary>
/// <remarks>
/// The channel of a conflating reader accepts no batches. At the head of the history the reader waits until the next publish wakes it,
/// and reads the history when its interval is over. It therefore has no queue, and publishing costs nothing for it.
/// </remarks>
internal sealed class Subscription : ILogReader<Batch>, IDisposable
{
    private readonly EventDistributor _distributor;
    private readonly SubscriptionReader _reader;
    private readonly TimeProvider _time;
    private volatile StreamFilter? _filter;
    private int _slowEpisodes;
    private long _slowSince;
    private volatile SubscriptionPhase _phase;

    internal Subscription(SubscriptionSettings settings, bool isInternal, EventDistributor distributor, TimeProvider time)
    {
        Settings = settings;
        IsInternal = isInternal;
        Figures = new ReaderFigures(time);
        _filter = settings.Request.Filter;
        Channel = new SubscriptionChannel<Batch, StreamItem, ItemGlobSet>(settings.Limits.BufferEvents, settings.Woken);
        _distributor = distributor;
        _reader = new SubscriptionReader(settings, Channel, distributor.SourceOf(this), time);
        _time = time;
        Since = time.GetUtcNow().UtcDateTime;
    }

    public SubscriptionSettings Settings { get; }

    /// <summary>Whether a service of the gateway itself reads; see <see cref="EventDistributor.SubscribeInternal"/>.</summary>
    public bool IsInternal { get; }

    /// <summary>
    /// Whether the reader counts: against the limit of readers, as what keeps the session open, and in the list. Services of the gateway
    /// itself and observers do not.
    /// </summary>
    public bool IsExternal => !IsInternal && Settings.Kind != ReaderKind.Observer;

    /// <summary>The kind of reader, for metrics.</summary>
    public string KindLabel => IsInternal ? "internal" : Settings.Kind switch
    {
        ReaderKind.ManySessions => "many_sessions",
        ReaderKind.Observer => "observer",
        _ => "session",
    };

    public ReaderFigures Figures { get; }

    /// <summary>The filter that the client asked for last. Any thread.</summary>
    public StreamFilter? Filter => _filter;

    /// <summary>Since when the reader has been slow; null when it is not. Any thread.</summary>
    public DateTime? SlowSince => Volatile.Read(ref _slowSince) is var ticks and > 0 ? new DateTime(ticks, DateTimeKind.Utc) : null;

    /// <summary>Why the subscription ended. Known once its reader has left.</summary>
    internal SubscriptionEnd End { get; private set; } = SubscriptionEnd.Left;

    /// <summary>The pump's side of the subscription.</summary>
    public SubscriptionChannel<Batch, StreamItem, ItemGlobSet> Channel { get; }

    public DateTime Since { get; }

    public SubscriptionPhase Phase => _phase;

    /// <summary>
    /// Whether the reader is slow: from the moment its channel is full until it reaches the head of the history. Guarded by the log's
    /// lock.
    /// </summary>
    internal bool IsSlow { get; private set; }

    /// <summary>
    /// The slot of the filter for whose items the reader waits; null when it does not rest. Set by <see cref="RestingReaders"/>.
    /// </summary>
    internal int? RestingSlot { get; set; }

    /// <summary>
    /// When the reader rested: no event up to this sequence was handed to it, and none of them would have passed its filter. Set by
    /// <see cref="RestingReaders"/>.
    /// </summary>
    internal long RestedThrough { get; set; }

    // A subscription that has an end gets no batches beyond it.
    private bool TakesBatches => _reader.Mode == StreamMode.Lossless && !Channel.IsAborted && Channel.EndsAfter == long.MaxValue;

    /// <summary>Which events the reader gets. Used by the reader's thread only.</summary>
    internal Selection Selection => _reader.Selection;

    /// <summary>Whether a full channel faults the session under the fault policy.</summary>
    internal bool MayBeConflated => _reader.MayBeConflated;

    /// <summary>Whether the client asked that the stream end when the channel is full.</summary>
    internal bool EndsAtOnce => _reader.EndsAtOnce;

    /// <summary>
    /// The stream's items; can be enumerated once. The enumeration completes when the session ends normally, and fails with a coded
    /// error otherwise. Leaving the enumeration ends the subscription.
    /// </summary>
    /// <exception cref="GatewayException">The reason why the stream ended early.</exception>
    public async IAsyncEnumerable<StreamItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var registration = cancellationToken.UnsafeRegister(static channel => ((SubscriptionChannel<Batch, StreamItem, ItemGlobSet>)channel!).Wake(), Channel);
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                if (TryNext() is { } item)
                {
                    yield return item;
                }
                else if (HasEnded())
                {
                    yield break;
                }
                else
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

    /// <summary>
    /// Changes how the stream is read, from the reader's position on; a <c>mode</c> item announces it. If there are several changes,
    /// the last one counts. May be called on any thread.
    /// </summary>
    public void Change(StreamSettings settings)
    {
        _filter = settings.Filter;
        Settings.Ring.Note(new Occurrence(OccurrenceKind.FilterChanged) { Word = EnumWord.Of(settings.Mode) });
        _reader.Change(settings);
        _distributor.Rouse(this);
    }

    /// <summary>
    /// Changes what the reader may see, from its position on; an <c>access</c> item announces it. May be called on any thread.
    /// </summary>
    public void ChangeVisible(ItemGlobSet? visible)
    {
        Channel.ChangeVisible(visible);
        _distributor.Rouse(this);
    }

    /// <summary>Ends the subscription: its reader has stopped reading.</summary>
    public void Dispose()
    {
        _distributor.Remove(this);
        _reader.Dispose();
    }

    public SubscriptionInfo Describe(long latest)
    {
        var (position, mode) = (_reader.Position, _reader.Mode);
        return new SubscriptionInfo
        {
            SubscriptionId = Settings.SubscriptionId,
            Subject = Settings.Subject,
            Mode = mode,
            Phase = mode == StreamMode.Conflate ? SubscriptionPhase.Live : _phase,
            Position = position,
            Lag = Math.Max(0, latest - position),
            Queued = Channel.QueuedEvents,
            SlowEpisodes = _slowEpisodes,
            Since = Since,
        };
    }

    /// <summary>Called once, under the log's lock, before anything is published to the subscription.</summary>
    internal void Begin(StreamStart start, SubscriptionPhase phase, StartedItem started)
    {
        _phase = phase;
        _reader.Begin(start, started);
    }

    /// <summary>Called by the pump to hand a batch over. False when the reader has to read from the history from now on.</summary>
    bool ILogReader<Batch>.TryEnqueue(Batch batch) => TakesBatches && Channel.TryEnqueue(batch);

    bool ILogReader<Batch>.FallBehind()
    {
        _phase = SubscriptionPhase.CatchingUp;
        var isSlow = TakesBatches;
        if (isSlow && !IsSlow)
        {
            Volatile.Write(ref _slowSince, _time.GetUtcNow().UtcTicks);
        }

        IsSlow |= isSlow;
        _slowEpisodes += isSlow ? 1 : 0;
        Channel.Wake();
        return isSlow;
    }

    void ILogReader<Batch>.TurnLive()
    {
        IsSlow = false;
        Volatile.Write(ref _slowSince, 0);
        _phase = SubscriptionPhase.Live;
    }

    /// <summary>Asks for an idle item if nothing was sent for an interval.</summary>
    internal void Tick()
    {
        if (_time.GetElapsedTime(_reader.LastSent).TotalMilliseconds >= Settings.Limits.IdleIntervalMs)
        {
            Channel.RequestIdle();
        }
    }

    /// <summary>
    /// The next item without waiting; null when there is none now. Called by the reader only, as <see cref="ReadAsync"/>.
    /// </summary>
    /// <exception cref="GatewayException"><c>SlowConsumer</c>.</exception>
    internal StreamItem? TryNext()
    {
        try
        {
            return _reader.TryNext();
        }
        catch (GatewayException error)
        {
            End = SubscriptionEnd.Of(error.Code);
            throw;
        }
    }

    /// <summary>Whether the stream is over and everything has been delivered. Call it when there is no next item.</summary>
    /// <exception cref="GatewayException">The stream ended with an error.</exception>
    internal bool HasEnded()
    {
        try
        {
            var hasEnded = _reader.HasEnded();
            End = hasEnded ? SubscriptionEnd.Completed : End;
            return hasEnded;
        }
        catch (GatewayException error)
        {
            End = SubscriptionEnd.Of(error.Code);
            throw;
        }
    }
}
