using Gateway.Contracts;
using Gateway.Web.Access.Items;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// Where a reader stands, which batches it has at hand, and what it is to say before anything else. The reader's; one thread.
/// </summary>
internal sealed class ReaderState(Subscription subscription, EventDistributor distributor)
{
    private readonly Queue<StreamItem> _decided = new();
    private readonly Queue<Batch> _batches = new();
    private readonly SubscriptionSettings _settings = subscription.Settings;
    private readonly SubscriptionChannel<Batch, StreamItem, ItemGlobSet> _channel = subscription.Channel;

    /// <summary>The events the reader gets.</summary>
    public Selection Selection { get; } = new(
        subscription.Settings.Request.Filter, subscription.Settings.Visible, distributor.Filters, distributor.Items);

    /// <summary>Everything up to here was collected, or passed over.</summary>
    public long Cursor { get; private set; }

    /// <summary>The items made so far account for everything up to here.</summary>
    public long Announced { get; private set; }

    /// <summary>Whether anything was read yet: before, what is missing is missing for the resume.</summary>
    public bool HasRead { get; set; }

    /// <summary>The last item was cut off at its greatest length.</summary>
    public bool MoreIsReady { get; set; }

    /// <summary>Whether the stream has given all that it ever gives.</summary>
    public bool HasAll => Cursor >= _channel.EndsAfter;

    public bool HasDecided => _decided.Count > 0;

    /// <summary>Whether batches were taken that are not done with, new or not.</summary>
    public bool HasTaken => _batches.Count > 0;

    /// <summary>To be asked when there is one.</summary>
    public Batch NextBatch => _batches.Peek();

    /// <summary>Whether sequences are missing before the next batch.</summary>
    public bool IsBeforeHole => NextBatch.First > Cursor + 1;

    public void Begin(long cursor, IEnumerable<StreamItem> opening)
    {
        Cursor = Announced = cursor;
        foreach (var item in opening)
        {
            _decided.Enqueue(item);
        }
    }

    public StreamItem? TakeDecided() => _decided.TryDequeue(out var item) ? item : null;

    /// <summary>Says an item after those that were decided before.</summary>
    public void Say(StreamItem item) => _decided.Enqueue(item);

    /// <summary>What may be seen changed: what was decided before must not say more.</summary>
    public void NarrowDecided() => Selection.Narrow(_decided);

    /// <summary>Says what a filter passed over without a word.</summary>
    public void SayWhereItStands()
    {
        if (Cursor > Announced)
        {
            _decided.Enqueue(new IdleItem { Sequence = Cursor });
            Announced = Cursor;
        }
    }

    /// <summary>Says a gap, with the snapshot that was asked for, and goes on behind it.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="through">The last sequence that cannot be given.</param>
    public void SayGap(GapReason reason, long through)
    {
        var snapshot = _settings.Request.Snapshot == SnapshotPolicy.None ? null : Selection.Anchor(distributor.Snapshot(Selection.Filter, _channel.EndsAfter));
        through = snapshot?.AsOf ?? through;
        // What the filter passed over is not part of the gap.
        SayWhereItStands();
        _decided.Enqueue(distributor.Gap(reason, Cursor, through));
        if (snapshot is not null)
        {
            _decided.Enqueue(snapshot);
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

        if (_batches.TryPeek(out var next) && next.First > _channel.EndsAfter)
        {
            // Published after the end of this stream, which is not the end of the session.
            _batches.Clear();
        }

        return _batches.Count > 0;
    }

    /// <summary>Takes what the pump fed.</summary>
    public void TakeFed()
    {
        _channel.TakeBatches(_batches);
        HasRead |= HasTaken;
    }

    /// <summary>Takes what history holds behind the cursor; at its head the reader turns live.</summary>
    public HistoryRead ReadHistory()
    {
        var read = distributor.ReadHistory(subscription, Cursor, _batches);
        HasRead |= HasTaken;
        return read;
    }
}
