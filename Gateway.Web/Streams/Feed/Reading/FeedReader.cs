using Gateway.Contracts;
using Gateway.Web.Access.Callers;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Feed.Reading;

/// <summary>One reader of the feed.</summary>
internal sealed class FeedReader : DurableLogReader<FeedBatch, FeedItem>
{
    private readonly FeedDistributor _distributor;
    private readonly FeedFilter _filter;
    private readonly FeedOptions _options;
    private Caller _caller;

    internal FeedReader(FeedDistributor distributor, FeedFilter filter, Caller caller, FeedOptions options, TimeProvider time)
        : base(options.BufferChanges, options.IdleIntervalMs, time)
    {
        _distributor = distributor;
        _filter = filter;
        _caller = caller;
        _options = options;
    }

    /// <inheritdoc/>
    public override void Dispose() => _distributor.Remove(this);

    /// <summary>Called once, by the distributor, before anything is published to the reader.</summary>
    internal void Begin(FeedStart start, long requestedAfter, LogBounds bounds, bool live)
    {
        MoveTo(bounds.Epoch, start.Cursor, live);
        Opening.Enqueue(new FeedStartedItem { FeedEpoch = bounds.Epoch, Oldest = bounds.Oldest, Latest = bounds.Latest, After = start.Cursor });
        if (start.Reset is { } reason)
        {
            Opening.Enqueue(Reset(reason, requestedAfter, bounds));
        }
    }

    /// <inheritdoc/>
    internal override FeedItem? TryNext()
    {
        LookAgain = false;
        if (Channel.IsAborted)
        {
            return null;
        }

        Caller? caller = _caller;
        Channel.TryTakeVisible(ref caller);
        _caller = caller!;
        if (_distributor.Bounds.Epoch != Epoch)
        {
            StartOver();
        }

        return Opening.TryDequeue(out var opening) ? opening : (FeedItem?)Collect() ?? TakeIdle();
    }

    // All available changes go into one item, up to the batch limit. One call reads at most one page of the journal, so that a filter
    // that passes few changes delays neither the end of the stream nor its idle items.
    private FeedChangesItem? Collect()
    {
        while (Reading.TryPeek(out var read) && read.Last <= Cursor)
        {
            Reading.Dequeue();
        }

        if (Reading.Count == 0)
        {
            Refill();
        }

        var before = Cursor;
        var changes = new List<FeedChange>();
        while (changes.Count < _options.MaxBatch && Reading.TryPeek(out var batch))
        {
            if (batch.Last <= Cursor)
            {
                Reading.Dequeue();
            }
            else if (batch.First <= Cursor + 1)
            {
                Take(batch, changes);
            }
            else if (Cursor > Announced)
            {
                return Emit(changes);
            }
            else
            {
                OnPruned(batch.First);
                return null;
            }
        }

        // If nothing passed the filter, the cursor has still moved: there may be more.
        LookAgain |= Cursor > before;
        return changes.Count > 0 ? Emit(changes) : null;
    }

    private FeedChangesItem Emit(List<FeedChange> changes)
    {
        var item = new FeedChangesItem { First = Announced + 1, Last = Cursor, Changes = changes };
        Announced = Cursor;
        return item;
    }

    private void Take(FeedBatch batch, List<FeedChange> changes)
    {
        for (var i = (int)(Cursor + 1 - batch.First); i < batch.Count && changes.Count < _options.MaxBatch; i++)
        {
            if (_filter.Matches(batch.Records[i], _caller))
            {
                changes.Add(batch.Records[i].Change);
            }

            Cursor++;
        }
    }

    private void Refill()
    {
        Channel.TakeBatches(Reading);
        if (Reading.Count > 0 || IsLive)
        {
            return;
        }

        if (_distributor.Read(Epoch, Cursor, _options.MaxBatch) is { } page)
        {
            Reading.Enqueue(page);
        }
        else
        {
            _distributor.TryTurnLive(this, Epoch, Cursor);
            LookAgain = true;
        }
    }

    // Retention deleted changes after the cursor while the reader was catching up.
    private void OnPruned(long oldest)
    {
        var bounds = _distributor.Bounds with { Oldest = oldest };
        Opening.Enqueue(Reset(FeedResetReason.Retention, Cursor, bounds));
        Cursor = Announced = oldest - 1;
        LookAgain = true;
    }

    // The journal was lost: waiting changes belong to the old numbering.
    private void StartOver()
    {
        var requestedAfter = Announced;
        var bounds = _distributor.Rejoin(this);
        Reading.Clear();
        Keep(item => item is FeedStartedItem);
        MoveTo(bounds.Epoch, bounds.Oldest - 1, live: false);
        Opening.Enqueue(Reset(FeedResetReason.Lost, requestedAfter, bounds));
    }

    private FeedResetItem Reset(FeedResetReason reason, long requestedAfter, LogBounds bounds)
    {
        _distributor.CountReset(reason);
        return new FeedResetItem
        {
            Reason = reason,
            RequestedAfter = requestedAfter,
            FeedEpoch = bounds.Epoch,
            Oldest = bounds.Oldest,
            Latest = bounds.Latest,
        };
    }

    private FeedIdleItem? TakeIdle()
    {
        // A position behind what waits in the opening would be continued without it.
        if (Opening.Count > 0 || !Channel.TakeIdleRequest())
        {
            return null;
        }

        Announced = Cursor;
        return new FeedIdleItem { Sequence = Cursor };
    }
}
