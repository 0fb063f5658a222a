using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Items;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// Where a reader stands, in which mode, which batches it has at hand, and what it is to say before anything else. The reader's; one
/// thread, but for what says so.
/// </summary>
internal sealed class ReaderState(SubscriptionSettings settings, SubscriptionChannel<Batch, StreamItem, ItemGlobSet> channel, SubscriptionSource source)
{
    private readonly Queue<StreamItem> _decided = new();
    private readonly Queue<Batch> _batches = new();
    private volatile StreamMode _mode = settings.Request.Mode;
    private volatile SlowPolicy _onSlow = settings.Request.OnSlow;
    private bool _degraded;

    /// <summary>The events the reader gets.</summary>
    public Selection Selection { get; } = new(settings.Request.Filter, settings.Visible, source.Filters);

    /// <summary>Any thread.</summary>
    public StreamMode Mode => _mode;

    /// <inheritdoc cref="Subscription.MayBeConflated"/>
    public bool MayBeConflated => _mode == StreamMode.Conflate || _onSlow == SlowPolicy.Conflate;

    /// <inheritdoc cref="Subscription.EndsAtOnce"/>
    public bool EndsAtOnce => _mode == StreamMode.Lossless && _onSlow == SlowPolicy.EndAtOnce;

    /// <summary>Everything up to here was collected, or passed over.</summary>
    public long Cursor { get; private set; }

    /// <summary>The items made so far account for everything up to here.</summary>
    public long Announced { get; private set; }

    /// <summary>Whether anything was read yet: before, what is missing is missing for the resume.</summary>
    public bool HasRead { get; set; }

    /// <summary>The last item was cut off at its greatest length.</summary>
    public bool MoreIsReady { get; set; }

    /// <summary>Whether the stream has given all that it ever gives.</summary>
    public bool HasAll => Cursor >= EndsAfter;

    /// <summary>The last sequence the stream gives.</summary>
    public long EndsAfter => channel.EndsAfter;

    public bool HasDecided => _decided.Count > 0;

    /// <summary>Whether batches were taken that are not done with, new or not.</summary>
    public bool HasTaken => _batches.Count > 0;

    /// <summary>To be asked when there is one.</summary>
    public Batch NextBatch => _batches.Peek();

    /// <summary>Whether sequences are missing before the next batch.</summary>
    public bool IsBeforeHole => NextBatch.First > Cursor + 1;

    /// <summary>Called once, before anything is published.</summary>
    public void Begin(StreamStart start, StartedItem started)
    {
        Cursor = Announced = start.Cursor;
        Say(started);
        if (start.Gap is { } reason)
        {
            Say(source.Gap(reason, settings.Request.ResumeAfter!.Value, start.Cursor));
        }

        if (start.Snapshot)
        {
            Say(SnapshotUpTo(long.MaxValue));
        }
    }

    public StreamItem? TakeDecided() => _decided.TryDequeue(out var item) ? item : null;

    /// <summary>Says an item after those that were decided before.</summary>
    public void Say(StreamItem item) => _decided.Enqueue(item);

    /// <summary>The latest values, of events up to a sequence; deadbands measure from them.</summary>
    public OutgoingSnapshot SnapshotUpTo(long sequence) => Selection.Anchor(source.Snapshot(Selection.Filter, sequence));

    /// <summary>What may be seen changed: what was decided before must not say more.</summary>
    public void NarrowDecided() => Selection.Narrow(_decided);

    /// <summary>Says what a filter passed over without a word.</summary>
    public void SayWhereItStands()
    {
        if (Cursor > Announced)
        {
            Say(new IdleItem { Sequence = Cursor });
            Announced = Cursor;
        }
    }

    /// <summary>Says a gap, with the snapshot that was asked for, and goes on behind it.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="through">The last sequence that cannot be given.</param>
    public void SayGap(GapReason reason, long through)
    {
        var snapshot = settings.Request.Snapshot == SnapshotPolicy.None ? null : SnapshotUpTo(EndsAfter);
        through = snapshot?.AsOf ?? through;
        // What the filter passed over is not part of the gap.
        SayWhereItStands();
        Say(source.Gap(reason, Cursor, through));
        if (snapshot is not null)
        {
            Say(snapshot);
        }

        Cursor = Announced = through;
    }

    /// <summary>An item accounts for everything up to the cursor.</summary>
    public void Announce() => Announced = Cursor;

    /// <summary>Events of the next batch were collected or passed over, or cannot be had.</summary>
    public void AdvanceTo(long cursor) => Cursor = cursor;

    /// <summary>Whether there is a batch with something new.</summary>
    public bool HasBatch()
    {
        while (_batches.TryPeek(out var batch) && batch.Last <= Cursor)
        {
            _batches.Dequeue();
        }

        if (_batches.TryPeek(out var next) && next.First > EndsAfter)
        {
            // Published after the end of this stream, which is not the end of the session.
            _batches.Clear();
        }

        return _batches.Count > 0;
    }

    /// <summary>Takes what the pump fed.</summary>
    public void TakeFed()
    {
        channel.TakeBatches(_batches);
        HasRead |= HasTaken;
    }

    /// <summary>Takes what history holds behind the cursor; at its head the reader turns live.</summary>
    public HistoryRead ReadHistory()
    {
        var read = source.ReadHistory(Cursor, _batches);
        HasRead |= HasTaken;
        return read;
    }

    /// <summary>The reader asked for another mode.</summary>
    public void ChangeMode(StreamSettings wanted)
    {
        _onSlow = wanted.OnSlow;
        Become(wanted.Mode, ModeReason.Requested);
    }

    /// <summary>History no longer holds what comes next: degrades the reader, if that is what it asked for.</summary>
    /// <exception cref="GatewayException"><c>SlowConsumer</c>.</exception>
    public void Degrade()
    {
        if (_onSlow != SlowPolicy.Conflate)
        {
            throw SlowConsumerError.HistoryLost(Cursor);
        }

        SayWhereItStands();
        Become(StreamMode.Conflate, ModeReason.Slow);
        source.OnDegraded();
    }

    /// <summary>Ends the degradation of a reader that is near enough to the latest again. True when it did.</summary>
    public bool TryRecover()
    {
        if (!_degraded || !source.IsWithin(Cursor, settings.Limits.BufferEvents / 2))
        {
            return false;
        }

        SayWhereItStands();
        Become(StreamMode.Lossless, ModeReason.Recovered);
        source.OnRecovered();
        return true;
    }

    private void Become(StreamMode mode, ModeReason reason)
    {
        _mode = mode;
        _degraded = reason == ModeReason.Slow;
        Say(new ModeItem { Mode = mode, Reason = reason, After = Cursor });
    }
}
