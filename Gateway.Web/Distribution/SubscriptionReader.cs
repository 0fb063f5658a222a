using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access;

namespace Gateway.Web.Distribution;

/// <summary>
/// The reader's side of a subscription: what comes next, from the channel or the history, in one mode or the other. One thread,
/// but for what says so.
/// </summary>
internal sealed class SubscriptionReader : IDisposable
{
    private const int RetryAfterSlowMs = 1_000;

    private readonly Queue<StreamItem> _decided = new();
    private readonly Queue<Batch> _reading = new();
    private readonly List<RowSlice> _slices = [];
    private readonly ConflationWindow _window = new();
    private readonly Subscription _subscription;
    private readonly EventDistributor _distributor;
    private readonly SubscriptionChannel<Batch, StreamItem, ItemGlobs> _channel;
    private readonly SubscriptionSettings _settings;
    private readonly FlushHold _hold;
    private readonly TimeProvider _time;
    private SlowPolicy _onSlow;
    private StreamSettings? _change;
    private long _cursor;
    private long _announced;
    private long _position;
    private long _lastSent;
    private bool _readOnce;
    private bool _moreIsReady;
    private bool _degraded;
    private volatile StreamMode _mode;

    public SubscriptionReader(Subscription subscription, EventDistributor distributor, TimeProvider time)
    {
        _subscription = subscription;
        _distributor = distributor;
        _channel = subscription.Channel;
        _settings = subscription.Settings;
        Selection = new Selection(_settings.Request.Filter, _settings.Visible, distributor.Items);
        _mode = _settings.Request.Mode;
        _onSlow = _settings.Request.OnSlow;
        _hold = new FlushHold(IntervalOf(_settings.Request.FlushIntervalMs), time, _channel.Wake);
        _time = time;
        _lastSent = time.GetTimestamp();
    }

    /// <summary>The events the reader gets.</summary>
    public Selection Selection { get; }

    /// <summary>Any thread.</summary>
    public StreamMode Mode => _mode;

    /// <inheritdoc cref="Subscription.MayBeConflated"/>
    public bool MayBeConflated => _mode == StreamMode.Conflate || _onSlow == SlowPolicy.Conflate;

    /// <summary>What was handed out, or passed over. Any thread.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>When something was handed out, by the clock's counter. Any thread.</summary>
    public long LastSent => Volatile.Read(ref _lastSent);

    /// <summary>Called once, before anything is published.</summary>
    public void Begin(long cursor, IEnumerable<StreamItem> opening)
    {
        _cursor = _announced = _position = cursor;
        foreach (var item in opening)
        {
            _decided.Enqueue(item);
        }
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
            if (_decided.TryDequeue(out var decided))
            {
                return HandOut(decided);
            }

            var before = _cursor;
            if ((_channel.TakeControl(_cursor) ?? CollectUnlessHeld() ?? TakeIdle()) is { } item)
            {
                return HandOut(item);
            }

            // A filter that let nothing through has still moved the cursor: look for more.
            if (_cursor == before)
            {
                return null;
            }
        }

        return null;
    }

    /// <inheritdoc cref="Subscription.HasEnded"/>
    public bool HasEnded() => _channel.HasEnded(_cursor);

    public void Dispose() => _hold.Dispose();

    private static TimeSpan IntervalOf(int? milliseconds) => TimeSpan.FromMilliseconds(milliseconds ?? 0);

    private StreamItem HandOut(StreamItem item)
    {
        Volatile.Write(ref _lastSent, _time.GetTimestamp());
        switch (item)
        {
            case OutgoingEvents events:
                Volatile.Write(ref _position, events.Last);
                if (_decided.Count == 0 && !_moreIsReady)
                {
                    _hold.Begin();
                }

                break;
            case GapItem or IdleItem or OutgoingSnapshot when _decided.Count == 0:
                Volatile.Write(ref _position, _announced);
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

        for (var i = _decided.Count; i > 0; i--)
        {
            _decided.Enqueue(Selection.Narrow(_decided.Dequeue()));
        }

        // What the old filter passed over belongs before the change.
        SayWhereItStands();
        _decided.Enqueue(change);
    }

    private void ApplyChange()
    {
        if (Interlocked.Exchange(ref _change, null) is not { } settings)
        {
            return;
        }

        SayWhereItStands();
        Selection.Choose(settings.Filter);
        _onSlow = settings.OnSlow;
        _hold.Change(IntervalOf(settings.FlushIntervalMs));
        Become(settings.Mode, ModeReason.Requested);
        if (settings.Snapshot)
        {
            // As of the position, which stays: an item whose next event is on its way is left to that.
            _decided.Enqueue(Selection.Anchor(_distributor.Snapshot(Selection.Filter, _cursor)));
        }
    }

    private void Become(StreamMode mode, ModeReason reason)
    {
        _mode = mode;
        _degraded = reason == ModeReason.Slow;
        _decided.Enqueue(new ModeItem { Mode = mode, Reason = reason, After = _cursor });
    }

    // Says what a filter passed over without a word.
    private void SayWhereItStands()
    {
        if (_cursor > _announced)
        {
            _decided.Enqueue(new IdleItem { Sequence = _cursor });
            _announced = _cursor;
        }
    }

    private IdleItem? TakeIdle()
    {
        if (!_channel.TakeIdleRequest())
        {
            return null;
        }

        _announced = _cursor;
        return new IdleItem { Sequence = _cursor };
    }

    private StreamItem? CollectUnlessHeld()
    {
        if (_hold.Holds && !_channel.IsUrgent)
        {
            return null;
        }

        if (_degraded && _distributor.IsWithin(_cursor, _settings.Limits.BufferEvents / 2))
        {
            SayWhereItStands();
            Become(StreamMode.Lossless, ModeReason.Recovered);
            _distributor.OnRecovered(_subscription);
            return _decided.Dequeue();
        }

        return _mode == StreamMode.Conflate ? CollectLatest() : CollectAll();
    }

    // Whatever is there goes out together, up to the batch limit; a hole in the sequences ends the batch and is said.
    private StreamItem? CollectAll()
    {
        _slices.Clear();
        var wasCut = _moreIsReady;
        var room = _settings.Limits.MaxBatch;
        while (room > 0 && (HasBatch() || Refill()))
        {
            if (_decided.Count > 0)
            {
                return _decided.Dequeue();
            }

            if (!HasBatch())
            {
                continue;
            }

            if (IsBehindHole(_reading.Peek()))
            {
                SayHole(isFirst: _slices.Count == 0);
                break;
            }

            room -= Take(_reading.Peek(), room);
        }

        _moreIsReady = room == 0;
        if (_slices.Count > 0)
        {
            return Emit();
        }

        if (wasCut)
        {
            // The last flush turned out to have been the whole of it.
            _hold.Begin();
        }

        return _decided.TryDequeue(out var said) ? said : null;
    }

    // All that is there, the latest of each item. It ends at the head: what is published meanwhile is for the next time.
    private StreamItem? CollectLatest()
    {
        var reachedHead = false;
        while (HasBatch() || (!reachedHead && RefillLatest(out reachedHead)))
        {
            if (!HasBatch())
            {
                continue;
            }

            if (IsBehindHole(_reading.Peek()))
            {
                SayHole(isFirst: _window.IsEmpty);
                break;
            }

            Merge(_reading.Dequeue());
        }

        if (!_window.IsEmpty)
        {
            _moreIsReady = false;
            _distributor.CountConflated(_window.Cut(_announced + 1, _cursor, _settings.Limits.MaxBatch, _decided));
            _announced = _cursor;
        }

        return _decided.TryDequeue(out var item) ? item : null;
    }

    private void Merge(Batch batch)
    {
        for (var i = (int)(_cursor + 1 - batch.First); i < batch.Count; i++)
        {
            if (Selection.Passes(batch.Rows, i))
            {
                _window.Add(batch.Rows, i);
            }
        }

        _cursor = batch.Last;
    }

    // Whether there is a batch with something new.
    private bool HasBatch()
    {
        while (_reading.TryPeek(out var batch) && batch.Last <= _cursor)
        {
            _reading.Dequeue();
        }

        if (_reading.TryPeek(out var next) && next.First > _channel.EndsAfter)
        {
            // Published after the end of this stream, which is not the end of the session.
            _reading.Clear();
        }

        return _reading.Count > 0;
    }

    private bool HasAll => _cursor >= _channel.EndsAfter;

    private bool IsBehindHole(Batch batch) => batch.First > _cursor + 1;

    // What was collected before the hole goes out first.
    private void SayHole(bool isFirst)
    {
        if (isFirst)
        {
            SayGap(GapReason.WorkerOverflow, _reading.Peek().First - 1);
        }
    }

    private OutgoingEvents Emit()
    {
        var item = OutgoingEvents.Of(_announced + 1, _cursor, _slices);
        _announced = _cursor;
        _distributor.CountDelivered(_slices);
        return item;
    }

    private int Take(Batch batch, int room)
    {
        var start = (int)(_cursor + 1 - batch.First);
        var count = Math.Min(batch.Count - start, room);
        Selection.AddPassing(batch.Rows, start, count, _slices);
        _cursor += count;
        if (_cursor == batch.Last)
        {
            _reading.Dequeue();
        }

        return count;
    }

    private bool Refill()
    {
        _channel.TakeBatches(_reading);
        if (_reading.Count == 0 && !HasAll && _subscription.Phase == SubscriptionPhase.CatchingUp
            && _distributor.ReadHistory(_subscription, _cursor, _reading) == HistoryRead.Lost && _slices.Count == 0)
        {
            OnLost();
        }

        _readOnce |= _reading.Count > 0;
        return _reading.Count > 0;
    }

    // What was fed before the mode changed comes first.
    private bool RefillLatest(out bool reachedHead)
    {
        _channel.TakeBatches(_reading);
        reachedHead = false;
        if (_reading.Count == 0)
        {
            if (HasAll || _subscription.Phase == SubscriptionPhase.Live)
            {
                return false;
            }

            var read = _distributor.ReadHistory(_subscription, _cursor, _reading);
            if (read == HistoryRead.Lost)
            {
                SkipToHistory();
            }

            reachedHead = read == HistoryRead.TurnedLive;
        }

        _readOnce = true;
        return true;
    }

    // History has moved past the cursor: the latest of each item is still known, the rest is gone.
    private void SkipToHistory()
    {
        var (through, rows) = _distributor.LatestSince(_cursor, _channel.EndsAfter, Selection.Filter);
        var lost = through - _cursor;
        for (var i = 0; i < (rows?.Count ?? 0); i++)
        {
            lost--;
            if (Selection.Passes(rows!, i))
            {
                _window.Add(rows!, i);
            }
        }

        _window.Drop(lost);
        _cursor = through;
    }

    // History moved past the cursor, and what was collected before is on its way. Before the first read it is still the
    // resume's own gap.
    private void OnLost()
    {
        if (!_readOnce)
        {
            SayGap(GapReason.Evicted, _distributor.EvictedThrough);
            _distributor.ReadHistory(_subscription, _cursor, _reading);
            return;
        }

        if (_onSlow == SlowPolicy.End)
        {
            throw new GatewayException(
                GatewayErrorCode.SlowConsumer,
                $"The stream was read too slowly: the history no longer holds what comes after {_cursor}. Resume from there to learn what is missing, read faster, or ask for fewer events.",
                RetryAfterSlowMs);
        }

        SayWhereItStands();
        Become(StreamMode.Conflate, ModeReason.Slow);
        _distributor.OnDegraded(_subscription);
    }

    /// <param name="reason">Why.</param>
    /// <param name="through">The last sequence that cannot be given.</param>
    private void SayGap(GapReason reason, long through)
    {
        var snapshot = _settings.Request.Snapshot == SnapshotPolicy.None ? null : Selection.Anchor(_distributor.Snapshot(Selection.Filter, _channel.EndsAfter));
        through = snapshot?.AsOf ?? through;
        // What the filter passed over is not part of the gap.
        SayWhereItStands();
        _decided.Enqueue(_distributor.Gap(reason, _cursor, through));
        if (snapshot is not null)
        {
            _decided.Enqueue(snapshot);
        }

        _cursor = _announced = through;
    }
}
