using System.Runtime.CompilerServices;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Items;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// Hop 4: one reader of a session. Either live, fed by the pump through a bounded channel, or catching up, reading the
/// history by its own cursor. The pump writes to the <see cref="Channel"/>; what is here belongs to the one reader.
/// </summary>
/// <remarks>
/// A conflating reader is one whose channel takes nothing: at the head of the history it waits for the next publish to wake it, and
/// reads the history when its time comes. So it has no queue, and publishing costs it nothing until then.
/// </remarks>
internal sealed class Subscription : ILogReader<Batch>, IDisposable
{
    private readonly EventDistributor _distributor;
    private readonly SubscriptionReader _reader;
    private readonly TimeProvider _time;
    private int _slowEpisodes;
    private volatile SubscriptionPhase _phase;

    internal Subscription(SubscriptionSettings settings, bool isInternal, EventDistributor distributor, TimeProvider time)
    {
        Settings = settings;
        IsInternal = isInternal;
        Channel = new SubscriptionChannel<Batch, StreamItem, ItemGlobSet>(settings.Limits.BufferEvents, settings.Woken);
        _distributor = distributor;
        _reader = new SubscriptionReader(settings, Channel, distributor.SourceOf(this), time);
        _time = time;
        Since = time.GetUtcNow().UtcDateTime;
    }

    public SubscriptionSettings Settings { get; }

    /// <summary>Whether a service of the gateway itself reads; see <see cref="EventDistributor.SubscribeInternal"/>.</summary>
    public bool IsInternal { get; }

    /// <summary>The pump's side.</summary>
    public SubscriptionChannel<Batch, StreamItem, ItemGlobSet> Channel { get; }

    public DateTime Since { get; }

    public SubscriptionPhase Phase => _phase;

    /// <summary>An episode of slowness: from a full channel until the head of the history is reached. Guarded by the log's lock.</summary>
    internal bool IsSlow { get; private set; }

    // One that has an end is not fed beyond it.
    private bool TakesBatches => _reader.Mode == StreamMode.Lossless && !Channel.IsAborted && Channel.EndsAfter == long.MaxValue;

    /// <summary>The events the reader gets. The reader's.</summary>
    internal Selection Selection => _reader.Selection;

    /// <summary>Whether a full channel is a fault of the reader's, by the policy that faults sessions.</summary>
    internal bool MayBeConflated => _reader.MayBeConflated;

    /// <summary>Whether its reader asked that a full channel end the stream.</summary>
    internal bool EndsAtOnce => _reader.EndsAtOnce;

    /// <summary>
    /// The stream's items, once. Ends by completion when the session ends in order, and with a coded error otherwise.
    /// Leaving the enumeration ends the subscription.
    /// </summary>
    /// <exception cref="GatewayException">The reason the stream ended before its time.</exception>
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

    /// <summary>How to read changes from where the reader stands; an item says so. The last of several changes wins. Any thread.</summary>
    public void Change(StreamSettings settings) => _reader.Change(settings);

    /// <summary>The reader reads no more.</summary>
    public void Dispose()
    {
        _reader.Dispose();
        _distributor.Remove(this);
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

    /// <summary>The pump's write. False when the reader helps itself from the history from here on.</summary>
    bool ILogReader<Batch>.TryEnqueue(Batch batch) => TakesBatches && Channel.TryEnqueue(batch);

    bool ILogReader<Batch>.FallBehind()
    {
        _phase = SubscriptionPhase.CatchingUp;
        var isSlow = TakesBatches;
        IsSlow |= isSlow;
        _slowEpisodes += isSlow ? 1 : 0;
        Channel.Wake();
        return isSlow;
    }

    void ILogReader<Batch>.TurnLive()
    {
        IsSlow = false;
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

    /// <summary>The next item without waiting; null when there is none now. The reader's side, as <see cref="ReadAsync"/>.</summary>
    /// <exception cref="GatewayException"><c>SlowConsumer</c>.</exception>
    internal StreamItem? TryNext() => _reader.TryNext();

    /// <summary>Whether everything was handed out and the stream is over. To be asked when there is no next item.</summary>
    /// <exception cref="GatewayException">It is over, with an error.</exception>
    internal bool HasEnded() => _reader.HasEnded();
}
