using System.Runtime.CompilerServices;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access;

namespace Gateway.Web.Distribution;

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
    private const int RetryAfterSlowMs = 1_000;

    private readonly Queue<StreamItem> _decided = new();
    private readonly Queue<Batch> _reading = new();
    private readonly List<RowSlice> _slices = [];
    private readonly ConflationWindow _window = new();
    private readonly EventDistributor _distributor;
    private readonly FlushHold _hold;
    private readonly TimeProvider _time;
    private SlowPolicy _onSlow;
    private long _cursor;
    private long _announced;
    private long _position;
    private long _lastSent;
    private bool _readOnce;
    private bool _moreIsReady;
    private bool _degraded;
    private int _slowEpisodes;
    private StreamSettings? _change;
    private volatile StreamMode _mode;
    private volatile SubscriptionPhase _phase;

    internal Subscription(SubscriptionSettings settings, EventDistributor distributor, TimeProvider time)
    {
        Settings = settings;
        Channel = new SubscriptionChannel<Batch, StreamItem, ItemGlobs>(settings.Limits.BufferEvents);
        Selection = new Selection(settings.Request.Filter, settings.Visible, distributor.Items);
        _distributor = distributor;
        _mode = settings.Request.Mode;
        _onSlow = settings.Request.OnSlow;
        _hold = new FlushHold(IntervalOf(settings.Request.FlushIntervalMs), time, Channel.Wake);
        _time = time;
        _lastSent = time.GetTimestamp();
        Since = time.GetUtcNow().UtcDateTime;
    }

    public SubscriptionSettings Settings { get; }

    /// <summary>The pump's side.</summary>
    public SubscriptionChannel<Batch, StreamItem, ItemGlobs> Channel { get; }

    public DateTime Since { get; }

    public SubscriptionPhase Phase => _phase;

    /// <summary>An episode of slowness: from a full channel until the head of the history is reached. The distributor's.</summary>
    internal bool IsSlow { get; private set; }

    /// <summary>The events the reader gets. The reader's, but for the start.</summary>
    internal Selection Selection { get; }

    /// <summary>Whether a full channel is a fault of the reader's, by the policy that faults sessions.</summary>
    internal bool MayBeConflated => _mode == StreamMode.Conflate || _onSlow == SlowPolicy.Conflate;

    /// <summary>
    /// The stream's items, once. Ends by completion when the session ends in order, and with a coded error otherwise.
    /// Leaving the enumeration ends the subscription.
    /// </summary>
    /// <exception cref="GatewayException">The reason the stream ended before its time.</exception>
    public async IAsyncEnumerable<StreamItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var registration = cancellationToken.UnsafeRegister(static channel => ((SubscriptionChannel<Batch, StreamItem, ItemGlobs>)channel!).Wake(), Channel);
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

        Channel.Wake();
    }

    /// <summary>The reader reads no more.</summary>
    public void Dispose()
    {
        _hold.Dispose();
        _distributor.Remove(this);
    }

    public SubscriptionInfo Describe(long latest)
    {
        var position = Volatile.Read(ref _position);
        return new SubscriptionInfo
        {
            SubscriptionId = Settings.SubscriptionId,
            Subject = Settings.Subject,
            Mode = _mode,
            Phase = _mode == StreamMode.Conflate ? SubscriptionPhase.Live : _phase,
            Position = position,
            Lag = Math.Max(0, latest - position),
            Queued = Channel.QueuedEvents,
            SlowEpisodes = _slowEpisodes,
            Since = Since,
        };
    }

    /// <summary>Called once, by the distributor, before anything is published to the subscription.</summary>
    internal void Begin(long cursor, SubscriptionPhase phase, IEnumerable<StreamItem> opening)
    {
        _cursor = _announced = _position = cursor;
        _phase = phase;
        foreach (var item in opening)
        {
            _decided.Enqueue(item);
        }
    }

    /// <summary>The pump's write. False when the reader helps itself from the history from here on.</summary>
    bool ILogReader<Batch>.TryEnqueue(Batch batch) => _mode == StreamMode.Lossless && Channel.TryEnqueue(batch);

    bool ILogReader<Batch>.FallBehind()
    {
        _phase = SubscriptionPhase.CatchingUp;
        var isSlow = _mode == StreamMode.Lossless;
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
        if (_time.GetElapsedTime(Volatile.Read(ref _lastSent)).TotalMilliseconds >= Settings.Limits.IdleIntervalMs)
        {
            Channel.RequestIdle();
        }
    }

    /// <summary>The next item without waiting; null when there is none now. The reader's side, as <see cref="ReadAsync"/>.</summary>
    /// <exception cref="GatewayException"><c>SlowConsumer</c>.</exception>
    internal StreamItem? TryNext()
    {
        while (!Channel.IsAborted)
        {
            ApplyAccess();
            ApplyChange();
            if (_decided.TryDequeue(out var decided))
            {
                return HandOut(decided);
            }

            var before = _cursor;
            if ((Channel.TakeControl(_cursor) ?? CollectUnlessHeld() ?? TakeIdle()) is { } item)
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

    /// <summary>Whether everything was handed out and the stream is over. To be asked when there is no next item.</summary>
    /// <exception cref="GatewayException">It is over, with an error.</exception>
    internal bool HasEnded() => Channel.HasEnded(_cursor);

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
        if (Selection.TakeVisible(Channel) is not { } change)
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
        if (!Channel.TakeIdleRequest())
        {
            return null;
        }

        _announced = _cursor;
        return new IdleItem { Sequence = _cursor };
    }

    private StreamItem? CollectUnlessHeld()
    {
        if (_hold.Holds && !Channel.IsUrgent)
        {
            return null;
        }

        if (_degraded && _distributor.IsWithin(_cursor, Settings.Limits.BufferEvents / 2))
        {
            SayWhereItStands();
            Become(StreamMode.Lossless, ModeReason.Recovered);
            _distributor.OnRecovered(this);
            return _decided.Dequeue();
        }

        return _mode == StreamMode.Conflate ? CollectLatest() : CollectAll();
    }

    // Whatever is there goes out together, up to the batch limit; a hole in the sequences ends the batch and is said.
    private StreamItem? CollectAll()
    {
        _slices.Clear();
        var wasCut = _moreIsReady;
        var room = Settings.Limits.MaxBatch;
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
            _distributor.CountConflated(_window.Cut(_announced + 1, _cursor, Settings.Limits.MaxBatch, _decided));
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

        return _reading.Count > 0;
    }

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
        Channel.TakeBatches(_reading);
        if (_reading.Count == 0 && _phase == SubscriptionPhase.CatchingUp
            && _distributor.ReadHistory(this, _cursor, _reading) == HistoryRead.Lost && _slices.Count == 0)
        {
            OnLost();
        }

        _readOnce |= _reading.Count > 0;
        return _reading.Count > 0;
    }

    // What was fed before the mode changed comes first.
    private bool RefillLatest(out bool reachedHead)
    {
        Channel.TakeBatches(_reading);
        reachedHead = false;
        if (_reading.Count == 0)
        {
            if (_phase == SubscriptionPhase.Live)
            {
                return false;
            }

            var read = _distributor.ReadHistory(this, _cursor, _reading);
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
        var (through, rows) = _distributor.LatestSince(_cursor, Selection.Filter);
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
            _distributor.ReadHistory(this, _cursor, _reading);
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
        _distributor.OnDegraded(this);
    }

    /// <param name="reason">Why.</param>
    /// <param name="through">The last sequence that cannot be given.</param>
    private void SayGap(GapReason reason, long through)
    {
        var snapshot = Settings.Request.Snapshot == SnapshotPolicy.None ? null : Selection.Anchor(_distributor.Snapshot(Selection.Filter));
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
