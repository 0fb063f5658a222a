using System.Runtime.CompilerServices;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Feed.Reading;

/// <summary>
/// One reader of the feed. It is either live, and the writer feeds it through a bounded channel, or it is catching up, and reads the
/// journal with its own cursor. The writer uses the <see cref="Channel"/> only; everything else here is used by the reader alone.
/// </summary>
internal sealed class FeedReader : ILogReader<FeedBatch>
{
    private readonly Queue<FeedItem> _opening = new();
    private readonly Queue<FeedBatch> _reading = new();
    private readonly FeedDistributor _distributor;
    private readonly FeedFilter _filter;
    private readonly FeedOptions _options;
    private readonly TimeProvider _time;
    private Caller _caller;
    private string _epoch = "";
    private long _cursor;
    private long _announced;
    private long _lastSent;
    private volatile bool _live;

    internal FeedReader(FeedDistributor distributor, FeedFilter filter, Caller caller, FeedOptions options, TimeProvider time)
    {
        _distributor = distributor;
        _filter = filter;
        _caller = caller;
        _options = options;
        _time = time;
        _lastSent = time.GetTimestamp();
        Channel = new SubscriptionChannel<FeedBatch, FeedItem, Caller>(options.BufferChanges);
    }

    public SubscriptionChannel<FeedBatch, FeedItem, Caller> Channel { get; }

    /// <summary>The stream's items; can be enumerated once. Leaving the enumeration ends the reader.</summary>
    /// <exception cref="GatewayException">The reason why the stream ended.</exception>
    public async IAsyncEnumerable<FeedItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var registration = cancellationToken.UnsafeRegister(
            static channel => ((SubscriptionChannel<FeedBatch, FeedItem, Caller>)channel!).Wake(), Channel);
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                if (TryNext() is { } item)
                {
                    Volatile.Write(ref _lastSent, _time.GetTimestamp());
                    yield return item;
                }
                else if (Channel.HasEnded(_cursor))
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
            Close();
        }
    }

    /// <summary>Ends the reader. Safe to call more than once.</summary>
    public void Close() => _distributor.Remove(this);

    /// <summary>After <see cref="TryNext"/> has returned null: whether to call it again at once instead of waiting.</summary>
    internal bool LookAgain { get; private set; }

    bool ILogReader<FeedBatch>.TryEnqueue(FeedBatch batch) => Channel.TryEnqueue(batch);

    bool ILogReader<FeedBatch>.FallBehind()
    {
        _live = false;
        Channel.Wake();
        return true;
    }

    void ILogReader<FeedBatch>.TurnLive() => _live = true;

    /// <summary>Called once, by the distributor, before anything is published to the reader.</summary>
    internal void Begin(FeedStart start, long requestedAfter, FeedBounds bounds, bool live)
    {
        _epoch = bounds.Epoch;
        _cursor = _announced = start.Cursor;
        _live = live;
        _opening.Enqueue(new FeedStartedItem { FeedEpoch = bounds.Epoch, Oldest = bounds.Oldest, Latest = bounds.Latest, After = start.Cursor });
        if (start.Reset is { } reason)
        {
            _opening.Enqueue(Reset(reason, requestedAfter, bounds));
        }
    }

    /// <summary>Asks for an idle item if nothing was sent for an interval.</summary>
    internal void Tick()
    {
        if (_time.GetElapsedTime(Volatile.Read(ref _lastSent)).TotalMilliseconds >= _options.IdleIntervalMs)
        {
            Channel.RequestIdle();
        }
    }

    /// <summary>
    /// The next item without waiting; null when there is none now or when the reader has to look again, see <see cref="LookAgain"/>.
    /// Called by the reader only, as <see cref="ReadAsync"/>.
    /// </summary>
    /// <exception cref="GatewayException"><c>FeedUnavailable</c>.</exception>
    internal FeedItem? TryNext()
    {
        LookAgain = false;
        if (Channel.IsAborted)
        {
            return null;
        }

        Caller? caller = _caller;
        Channel.TryTakeVisible(ref caller);
        _caller = caller!;
        if (_distributor.Bounds.Epoch != _epoch)
        {
            StartOver();
        }

        return _opening.TryDequeue(out var opening) ? opening : (FeedItem?)Collect() ?? TakeIdle();
    }

    // All available changes go into one item, up to the batch limit. One call reads at most one page of the journal, so that a filter
    // that passes few changes delays neither the end of the stream nor its idle items.
    private FeedChangesItem? Collect()
    {
        while (_reading.TryPeek(out var read) && read.Last <= _cursor)
        {
            _reading.Dequeue();
        }

        if (_reading.Count == 0)
        {
            Refill();
        }

        var before = _cursor;
        var changes = new List<FeedChange>();
        while (changes.Count < _options.MaxBatch && _reading.TryPeek(out var batch))
        {
            if (batch.Last <= _cursor)
            {
                _reading.Dequeue();
            }
            else if (batch.First <= _cursor + 1)
            {
                Take(batch, changes);
            }
            else if (_cursor > _announced)
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
        LookAgain |= _cursor > before;
        return changes.Count > 0 ? Emit(changes) : null;
    }

    private FeedChangesItem Emit(List<FeedChange> changes)
    {
        var item = new FeedChangesItem { First = _announced + 1, Last = _cursor, Changes = changes };
        _announced = _cursor;
        return item;
    }

    private void Take(FeedBatch batch, List<FeedChange> changes)
    {
        for (var i = (int)(_cursor + 1 - batch.First); i < batch.Count && changes.Count < _options.MaxBatch; i++)
        {
            if (_filter.Matches(batch.Records[i], _caller))
            {
                changes.Add(batch.Records[i].Change);
            }

            _cursor++;
        }
    }

    private void Refill()
    {
        Channel.TakeBatches(_reading);
        if (_reading.Count > 0 || _live)
        {
            return;
        }

        if (_distributor.Read(_epoch, _cursor, _options.MaxBatch) is { } page)
        {
            _reading.Enqueue(page);
        }
        else
        {
            _distributor.TryTurnLive(this, _epoch, _cursor);
            LookAgain = true;
        }
    }

    // Retention deleted changes after the cursor while the reader was catching up.
    private void OnPruned(long oldest)
    {
        var bounds = _distributor.Bounds with { Oldest = oldest };
        _opening.Enqueue(Reset(FeedResetReason.Retention, _cursor, bounds));
        _cursor = _announced = oldest - 1;
        LookAgain = true;
    }

    // The journal was lost: waiting changes belong to the old numbering.
    private void StartOver()
    {
        var requestedAfter = _announced;
        var bounds = _distributor.Rejoin(this);
        _reading.Clear();
        _opening.Clear();
        _live = false;
        _epoch = bounds.Epoch;
        _cursor = _announced = bounds.Oldest - 1;
        _opening.Enqueue(Reset(FeedResetReason.Lost, requestedAfter, bounds));
    }

    private FeedResetItem Reset(FeedResetReason reason, long requestedAfter, FeedBounds bounds)
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
        if (!Channel.TakeIdleRequest())
        {
            return null;
        }

        _announced = _cursor;
        return new FeedIdleItem { Sequence = _cursor };
    }
}
