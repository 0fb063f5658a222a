using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Items;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// The state of a reader: its position, its mode, the batches that it has taken, and the items that it must send before anything else.
/// Used by the reader's thread only, except for members that say otherwise.
/// </summary>
internal sealed class ReaderState(SubscriptionSettings settings, SubscriptionChannel<Batch, StreamItem, ItemGlobSet> channel, SubscriptionSource source)
{
    private readonly Queue<StreamItem> _pending = new();
    private readonly Queue<Batch> _batches = new();
    private volatile StreamMode _mode = settings.Request.Mode;
    private volatile SlowPolicy _onSlow = settings.Request.OnSlow;
    private bool _degraded;
    private bool _rests;

    /// <summary>Which events the reader gets.</summary>
    public Selection Selection { get; } = new(settings.Request.Filter, settings.Visible, source.Filters);

    /// <summary>The mode in force. May be read on any thread.</summary>
    public StreamMode Mode => _mode;

    /// <inheritdoc cref="Subscription.MayBeConflated"/>
    public bool MayBeConflated => _mode == StreamMode.Conflate || _onSlow == SlowPolicy.Conflate;

    /// <inheritdoc cref="Subscription.EndsAtOnce"/>
    public bool EndsAtOnce => _mode == StreamMode.Lossless && _onSlow == SlowPolicy.EndAtOnce;

    /// <summary>Every event up to this sequence was collected or filtered out.</summary>
    public long Cursor { get; private set; }

    /// <summary>The items made so far account for every event up to this sequence.</summary>
    public long Announced { get; private set; }

    /// <summary>Whether anything has been read yet. Until then, missing events are reported as the gap of the resume.</summary>
    public bool HasRead { get; set; }

    /// <summary>Whether the last item reached the batch limit, so that more events are ready.</summary>
    public bool MoreIsReady { get; set; }

    /// <summary>Whether the stream has reached its end.</summary>
    public bool HasAll => Cursor >= EndsAfter;

    /// <summary>The last sequence of the stream.</summary>
    public long EndsAfter => channel.EndsAfter;

    public bool HasPending => _pending.Count > 0;

    /// <summary>Whether there are batches that were taken and not yet discarded.</summary>
    public bool HasTaken => _batches.Count > 0;

    /// <summary>The next batch. Call it only when there is one.</summary>
    public Batch NextBatch => _batches.Peek();

    /// <summary>Whether sequences are missing before the next batch.</summary>
    public bool IsBeforeHole => NextBatch.First > Cursor + 1;

    /// <summary>Called once, before anything is published.</summary>
    public void Begin(StreamStart start, StartedItem started)
    {
        Cursor = Announced = start.Cursor;
        Emit(started);
        if (start.Gap is { } reason)
        {
            Emit(source.Gap(reason, settings.Request.ResumeAfter!.Value, start.Cursor));
        }

        if (start.Snapshot)
        {
            Emit(SnapshotUpTo(long.MaxValue));
        }
    }

    public StreamItem? TakePending() => _pending.TryDequeue(out var item) ? item : null;

    /// <summary>Queues an item behind the pending ones.</summary>
    public void Emit(StreamItem item)
    {
        _pending.Enqueue(item);
        if (StreamOccurrence.Of(item, _mode) is { } occurrence)
        {
            settings.Ring.Note(occurrence);
        }
    }

    /// <summary>A snapshot from events up to a sequence; deadbands are measured from it.</summary>
    public OutgoingSnapshot SnapshotUpTo(long sequence) => Selection.Anchor(source.Snapshot(Selection.Filter, sequence));

    /// <summary>Removes from the pending items whatever the reader may no longer see.</summary>
    public void NarrowPending() => Selection.Narrow(_pending);

    /// <summary>
    /// Emits an <c>idle</c> item with the position when a filter has suppressed events that no item accounts for yet.
    /// </summary>
    public void EmitPosition()
    {
        if (Cursor > Announced)
        {
            Emit(new IdleItem { Sequence = Cursor });
            Announced = Cursor;
        }
    }

    /// <summary>Emits a gap, and the snapshot if the client asked for one, and continues after it.</summary>
    /// <param name="reason">The reason of the gap.</param>
    /// <param name="through">The last missing sequence.</param>
    public void EmitGap(GapReason reason, long through)
    {
        var snapshot = settings.Request.Snapshot == SnapshotPolicy.None ? null : SnapshotUpTo(EndsAfter);
        through = snapshot?.AsOf ?? through;
        // Events that the filter suppressed are not part of the gap.
        EmitPosition();
        Emit(source.Gap(reason, Cursor, through));
        if (snapshot is not null)
        {
            Emit(snapshot);
        }

        Cursor = Announced = through;
    }

    /// <summary>Notes that an item accounts for every event up to the cursor.</summary>
    public void Announce() => Announced = Cursor;

    /// <summary>Moves the cursor: the events up to it were collected, filtered out or lost.</summary>
    public void AdvanceTo(long cursor) => Cursor = cursor;

    /// <summary>Whether there is a batch with new events.</summary>
    public bool HasBatch()
    {
        while (_batches.TryPeek(out var batch) && batch.Last <= Cursor)
        {
            _batches.Dequeue();
        }

        if (_batches.TryPeek(out var next) && next.First > EndsAfter)
        {
            // These events were published after the end of this stream; the session goes on.
            _batches.Clear();
        }

        return _batches.Count > 0;
    }

    /// <summary>Takes the batches that the pump has written to the channel.</summary>
    public void TakeFed()
    {
        channel.TakeBatches(_batches);
        HasRead |= HasTaken;
    }

    /// <summary>Takes the events that history holds after the cursor. At the head of the history the reader becomes live.</summary>
    public HistoryRead ReadHistory()
    {
        var read = source.ReadHistory(Cursor, _batches);
        HasRead |= HasTaken;
        return read;
    }

    /// <summary>
    /// Lets the reader rest when it has read everything and nothing of the last batch passed its filter. A reader that gets something
    /// of every batch never rests, and pays nothing for those that do.
    /// </summary>
    public void TryRest()
    {
        if (Selection.TakeJudged() is { } fruitless && Selection.Filter is { } filter)
        {
            _rests = source.TryRest(Cursor, filter, fruitless);
        }
    }

    /// <summary>Ends the rest, before anything is read or changed: what was published meanwhile did not concern the reader.</summary>
    public void Rouse()
    {
        if (_rests)
        {
            _rests = false;
            Cursor = Math.Min(source.Rouse(), EndsAfter);
        }
    }

    /// <summary>Applies the mode that the client asked for.</summary>
    public void ChangeMode(StreamSettings wanted)
    {
        _onSlow = wanted.OnSlow;
        Become(wanted.Mode, ModeReason.Requested);
    }

    /// <summary>Called when the next events were evicted. Switches the reader to conflation if the client asked for that.</summary>
    /// <exception cref="GatewayException"><c>SlowConsumer</c>.</exception>
    public void Degrade()
    {
        if (_onSlow != SlowPolicy.Conflate)
        {
            throw SlowConsumerError.HistoryLost(Cursor);
        }

        EmitPosition();
        Become(StreamMode.Conflate, ModeReason.Slow);
        source.OnDegraded();
    }

    /// <summary>Switches a degraded reader back to lossless when it is near enough to the latest event. True when it did.</summary>
    public bool TryRecover()
    {
        if (!_degraded || !source.IsWithin(Cursor, settings.Limits.BufferEvents / 2))
        {
            return false;
        }

        EmitPosition();
        Become(StreamMode.Lossless, ModeReason.Recovered);
        source.OnRecovered();
        return true;
    }

    private void Become(StreamMode mode, ModeReason reason)
    {
        _mode = mode;
        _degraded = reason == ModeReason.Slow;
        Emit(new ModeItem { Mode = mode, Reason = reason, After = Cursor });
    }
}
