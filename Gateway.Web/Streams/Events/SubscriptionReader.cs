using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Items;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// The reader's side of a subscription: it yields the next item and applies changes of settings. Used by one thread, except for members
/// that say otherwise.
/// </summary>
internal sealed class SubscriptionReader : IDisposable
{
    private readonly SubscriptionChannel<Batch, StreamItem, ItemGlobSet> _channel;
    private readonly ReaderState _state;
    private readonly LosslessCollector _lossless;
    private readonly LatestCollector _latest;
    private readonly FlushHold _hold;
    private readonly TimeProvider _time;
    private StreamSettings? _change;
    private long _position;
    private long _lastSent;

    public SubscriptionReader(
        SubscriptionSettings settings, SubscriptionChannel<Batch, StreamItem, ItemGlobSet> channel, SubscriptionSource source, TimeProvider time)
    {
        _channel = channel;
        _hold = new FlushHold(IntervalOf(settings.Request.FlushIntervalMs), time, channel.Wake);
        _state = new ReaderState(settings, channel, source);
        _lossless = new LosslessCollector(_state, _hold, source, settings.Limits.MaxBatch);
        _latest = new LatestCollector(_state, source, settings.Limits.MaxBatch);
        _time = time;
        _lastSent = time.GetTimestamp();
    }

    /// <summary>Which events the reader gets.</summary>
    public Selection Selection => _state.Selection;

    /// <summary>Any thread.</summary>
    public StreamMode Mode => _state.Mode;

    /// <inheritdoc cref="Subscription.MayBeConflated"/>
    public bool MayBeConflated => _state.MayBeConflated;

    /// <inheritdoc cref="Subscription.EndsAtOnce"/>
    public bool EndsAtOnce => _state.EndsAtOnce;

    /// <summary>The last sequence that was delivered or filtered out. May be read on any thread.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>When an item was last delivered, as a time stamp of the clock. May be read on any thread.</summary>
    public long LastSent => Volatile.Read(ref _lastSent);

    /// <summary>Called once, before anything is published.</summary>
    public void Begin(StreamStart start, StartedItem started)
    {
        _position = start.Cursor;
        _state.Begin(start, started);
    }

    /// <summary>
    /// Changes how the stream is read, from the reader's position on; a <c>mode</c> item announces it. If there are several changes,
    /// the last one counts. May be called on any thread.
    /// </summary>
    public void Change(StreamSettings settings)
    {
        StreamSettings? waiting;
        StreamSettings wanted;
        do
        {
            waiting = Volatile.Read(ref _change);
            // If an earlier change asked for a snapshot, it is still sent.
            wanted = settings with { Snapshot = settings.Snapshot || waiting is { Snapshot: true } };
        }
        while (Interlocked.CompareExchange(ref _change, wanted, waiting) != waiting);

        _channel.Wake();
    }

    /// <summary>The next item without waiting; null when there is none now.</summary>
    /// <exception cref="GatewayException"><c>SlowConsumer</c>.</exception>
    public StreamItem? TryNext()
    {
        _state.Rouse();
        while (!_channel.IsAborted)
        {
            ApplyAccess();
            ApplyChange();
            if (_state.TakePending() is { } decided)
            {
                return HandOut(decided);
            }

            var before = _state.Cursor;
            if ((_channel.TakeControl(before) ?? CollectUnlessHeld() ?? TakeIdle()) is { } item)
            {
                return HandOut(item);
            }

            // If nothing passed the filter, the cursor has still moved: there may be more.
            if (_state.Cursor == before)
            {
                _state.TryRest();
                return null;
            }
        }

        return null;
    }

    /// <inheritdoc cref="Subscription.HasEnded"/>
    public bool HasEnded() => _channel.HasEnded(_state.Cursor);

    public void Dispose()
    {
        _hold.Dispose();
        Selection.Dispose();
    }

    private static TimeSpan IntervalOf(int? milliseconds) => TimeSpan.FromMilliseconds(milliseconds ?? 0);

    private StreamItem HandOut(StreamItem item)
    {
        Volatile.Write(ref _lastSent, _time.GetTimestamp());
        switch (item)
        {
            case OutgoingEvents events:
                Selection.Pass();
                Volatile.Write(ref _position, events.Last);
                if (!_state.HasPending && !_state.MoreIsReady)
                {
                    _hold.Begin();
                }

                break;
            case GapItem or IdleItem or OutgoingSnapshot when !_state.HasPending:
                Volatile.Write(ref _position, _state.Announced);
                break;
        }

        return item;
    }

    private void ApplyAccess()
    {
        if (Selection.TakeVisible(_channel) is not { } change)
        {
            return;
        }

        _state.NarrowPending();
        // Events that the old filter suppressed are accounted for before the change.
        _state.EmitPosition();
        _state.Emit(change);
    }

    private void ApplyChange()
    {
        if (Interlocked.Exchange(ref _change, null) is not { } settings)
        {
            return;
        }

        _state.EmitPosition();
        Selection.Choose(settings.Filter);
        _hold.Change(IntervalOf(settings.FlushIntervalMs));
        _state.ChangeMode(settings);
        if (settings.Snapshot)
        {
            // The snapshot is as of the reader's position, which does not move. An item whose next event is still to come gets its
            // value from that event.
            _state.Emit(_state.SnapshotUpTo(_state.Cursor));
        }
    }

    private StreamItem? CollectUnlessHeld()
    {
        if (_hold.Holds && !_channel.IsUrgent)
        {
            return null;
        }

        return _state.TryRecover() ? _state.TakePending()
            : _state.Mode == StreamMode.Conflate ? _latest.Collect()
            : _lossless.Collect();
    }

    private IdleItem? TakeIdle()
    {
        if (!_channel.TakeIdleRequest())
        {
            return null;
        }

        _state.Announce();
        return new IdleItem { Sequence = _state.Cursor };
    }
}
