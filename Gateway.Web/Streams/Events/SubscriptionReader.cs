using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Items;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// The reader's side of a subscription: what comes next, and what changes on the way. One thread, but for what says so.
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

    /// <summary>The events the reader gets.</summary>
    public Selection Selection => _state.Selection;

    /// <summary>Any thread.</summary>
    public StreamMode Mode => _state.Mode;

    /// <inheritdoc cref="Subscription.MayBeConflated"/>
    public bool MayBeConflated => _state.MayBeConflated;

    /// <inheritdoc cref="Subscription.EndsAtOnce"/>
    public bool EndsAtOnce => _state.EndsAtOnce;

    /// <summary>What was handed out, or passed over. Any thread.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>When something was handed out, by the clock's counter. Any thread.</summary>
    public long LastSent => Volatile.Read(ref _lastSent);

    /// <summary>Called once, before anything is published.</summary>
    public void Begin(StreamStart start, StartedItem started)
    {
        _position = start.Cursor;
        _state.Begin(start, started);
    }

    /// <summary>How to read changes from where the reader stands; an item says so. The last of several changes wins. Any thread.</summary>
    public void Change(StreamSettings settings)
    {
        StreamSettings? waiting;
        StreamSettings wanted;
        do
        {
            waiting = Volatile.Read(ref _change);
            // A snapshot that was asked for stays asked for.
            wanted = settings with { Snapshot = settings.Snapshot || waiting is { Snapshot: true } };
        }
        while (Interlocked.CompareExchange(ref _change, wanted, waiting) != waiting);

        _channel.Wake();
    }

    /// <summary>The next item without waiting; null when there is none now.</summary>
    /// <exception cref="GatewayException"><c>SlowConsumer</c>.</exception>
    public StreamItem? TryNext()
    {
        while (!_channel.IsAborted)
        {
            ApplyAccess();
            ApplyChange();
            if (_state.TakeDecided() is { } decided)
            {
                return HandOut(decided);
            }

            var before = _state.Cursor;
            if ((_channel.TakeControl(before) ?? CollectUnlessHeld() ?? TakeIdle()) is { } item)
            {
                return HandOut(item);
            }

            // A filter that let nothing through has still moved the cursor: look for more.
            if (_state.Cursor == before)
            {
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
                Volatile.Write(ref _position, events.Last);
                if (!_state.HasDecided && !_state.MoreIsReady)
                {
                    _hold.Begin();
                }

                break;
            case GapItem or IdleItem or OutgoingSnapshot when !_state.HasDecided:
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

        _state.NarrowDecided();
        // What the old filter passed over belongs before the change.
        _state.SayWhereItStands();
        _state.Say(change);
    }

    private void ApplyChange()
    {
        if (Interlocked.Exchange(ref _change, null) is not { } settings)
        {
            return;
        }

        _state.SayWhereItStands();
        Selection.Choose(settings.Filter);
        _hold.Change(IntervalOf(settings.FlushIntervalMs));
        _state.ChangeMode(settings);
        if (settings.Snapshot)
        {
            // As of the position, which stays: an item whose next event is on its way is left to that.
            _state.Say(_state.SnapshotUpTo(_state.Cursor));
        }
    }

    private StreamItem? CollectUnlessHeld()
    {
        if (_hold.Holds && !_channel.IsUrgent)
        {
            return null;
        }

        return _state.TryRecover() ? _state.TakeDecided()
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
