using System.Runtime.CompilerServices;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access;

namespace Gateway.Web.Distribution;

/// <summary>
/// Hop 4: one reader of a session. Either live, fed by the pump through a bounded channel, or catching up, reading the
/// history by its own cursor. The pump writes to the <see cref="Channel"/>; what is here belongs to the one reader.
/// </summary>
internal sealed class Subscription : ILogReader<Batch>
{
    private const int RetryAfterSlowMs = 1_000;

    private readonly Queue<StreamItem> _opening = new();
    private readonly Queue<Batch> _reading = new();
    private readonly List<RowSlice> _slices = [];
    private readonly EventDistributor _distributor;
    private EventFilter? _filter;
    private ItemGlobs? _visible;
    private readonly TimeProvider _time;
    private long _cursor;
    private long _announced;
    private long _lastSent;
    private bool _readOnce;
    private int _slowEpisodes;
    private volatile SubscriptionPhase _phase;

    internal Subscription(SubscriptionSettings settings, EventDistributor distributor, EventFilter? filter, TimeProvider time)
    {
        Settings = settings;
        Channel = new SubscriptionChannel<Batch, StreamItem, ItemGlobs>(settings.Limits.BufferEvents);
        _distributor = distributor;
        _filter = filter;
        _visible = settings.Visible;
        _time = time;
        _lastSent = time.GetTimestamp();
        Since = time.GetUtcNow().UtcDateTime;
    }

    public SubscriptionSettings Settings { get; }

    /// <summary>The pump's side.</summary>
    public SubscriptionChannel<Batch, StreamItem, ItemGlobs> Channel { get; }

    public DateTime Since { get; }

    public SubscriptionPhase Phase => _phase;

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
                    Volatile.Write(ref _lastSent, _time.GetTimestamp());
                    yield return item;
                    await LingerAsync(item, cancellationToken);
                }
                else if (Channel.HasEnded(_cursor))
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
            _distributor.Remove(this);
        }
    }

    public SubscriptionInfo Describe(long latest)
    {
        var position = Volatile.Read(ref _announced);
        return new SubscriptionInfo
        {
            SubscriptionId = Settings.SubscriptionId,
            Subject = Settings.Subject,
            Mode = Settings.Request.Mode,
            Phase = _phase,
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
        _cursor = _announced = cursor;
        _phase = phase;
        foreach (var item in opening)
        {
            _opening.Enqueue(item);
        }
    }

    bool ILogReader<Batch>.TryEnqueue(Batch batch) => Channel.TryEnqueue(batch);

    void ILogReader<Batch>.FallBehind()
    {
        _slowEpisodes++;
        _phase = SubscriptionPhase.CatchingUp;
        Channel.Wake();
    }

    void ILogReader<Batch>.TurnLive() => _phase = SubscriptionPhase.Live;

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
            if (_opening.TryDequeue(out var opening))
            {
                return opening;
            }

            var before = _cursor;
            if ((Channel.TakeControl(_cursor) ?? Collect() ?? TakeIdle()) is { } item)
            {
                return item;
            }

            // A filter that let nothing through has still moved the cursor: look for more.
            if (_cursor == before)
            {
                return null;
            }
        }

        return null;
    }

    private void ApplyAccess()
    {
        var before = _visible;
        if (!Channel.TryTakeVisible(ref _visible))
        {
            return;
        }

        if (AccessChange.Between(before, _visible) is not { } change)
        {
            return;
        }

        _filter = EventFilter.Create(Settings.Request.Filter, _visible, _distributor.Items);
        for (var i = _opening.Count; i > 0; i--)
        {
            _opening.Enqueue(Judged(_opening.Dequeue()));
        }

        if (_cursor > _announced)
        {
            // What the old filter passed over belongs before the change.
            _opening.Enqueue(new IdleItem { Sequence = _cursor });
            Volatile.Write(ref _announced, _cursor);
        }

        _opening.Enqueue(change);
    }

    // A snapshot that was made but not sent yet holds what might be seen before.
    private StreamItem Judged(StreamItem waiting) =>
        _filter is not null && waiting is OutgoingSnapshot { Rows: { } rows } snapshot ? snapshot with { Rows = rows.Only(_filter) } : waiting;

    private IdleItem? TakeIdle()
    {
        if (!Channel.TakeIdleRequest())
        {
            return null;
        }

        Volatile.Write(ref _announced, _cursor);
        return new IdleItem { Sequence = _cursor };
    }

    // Whatever is there goes out together, up to the batch limit; a hole in the sequences ends the batch and is said.
    private StreamItem? Collect()
    {
        _slices.Clear();
        var room = Settings.Limits.MaxBatch;
        while (room > 0 && (_reading.Count > 0 || Refill()))
        {
            if (_opening.Count > 0)
            {
                return _opening.Dequeue();
            }

            var batch = _reading.Peek();
            if (batch.Last <= _cursor)
            {
                _reading.Dequeue();
            }
            else if (batch.First > _cursor + 1)
            {
                if (_slices.Count > 0)
                {
                    break;
                }

                SayGap(GapReason.WorkerOverflow, batch.First - 1);
                return _opening.Dequeue();
            }
            else
            {
                room -= Take(batch, room);
            }
        }

        return _slices.Count > 0 ? Emit() : _opening.TryDequeue(out var said) ? said : null;
    }

    private OutgoingEvents Emit()
    {
        var item = OutgoingEvents.Of(_announced + 1, _cursor, _slices);
        Volatile.Write(ref _announced, _cursor);
        _distributor.CountDelivered(_slices);
        return item;
    }

    private int Take(Batch batch, int room)
    {
        var start = (int)(_cursor + 1 - batch.First);
        var count = Math.Min(batch.Count - start, room);
        AddMatching(batch.Rows, start, count);
        _cursor += count;
        if (_cursor == batch.Last)
        {
            _reading.Dequeue();
        }

        return count;
    }

    private void AddMatching(EventRows rows, int start, int count)
    {
        if (_filter is null)
        {
            _slices.Add(new RowSlice(rows, start, count));
            return;
        }

        var headers = rows.Headers;
        for (var i = start; i < start + count; i++)
        {
            var runStart = i;
            while (i < start + count && _filter.Matches(headers[i]))
            {
                i++;
            }

            if (i > runStart)
            {
                _slices.Add(new RowSlice(rows, runStart, i - runStart));
            }
        }
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

    // History moved past the cursor, and what was collected before is on its way. Before the first read it is still the
    // resume's own gap.
    private void OnLost()
    {
        if (_readOnce)
        {
            throw new GatewayException(
                GatewayErrorCode.SlowConsumer,
                $"The stream was read too slowly: the history no longer holds what comes after {_cursor}. Resume from there to learn what is missing, read faster, or ask for fewer events.",
                RetryAfterSlowMs);
        }

        SayGap(GapReason.Evicted, _distributor.EvictedThrough);
        _distributor.ReadHistory(this, _cursor, _reading);
    }

    /// <param name="reason">Why.</param>
    /// <param name="through">The last sequence that cannot be given.</param>
    private void SayGap(GapReason reason, long through)
    {
        var snapshot = Settings.Request.Snapshot == SnapshotPolicy.None ? null : _distributor.Snapshot(_filter);
        through = snapshot?.AsOf ?? through;
        if (_cursor > _announced)
        {
            // What the filter passed over is not part of the gap.
            _opening.Enqueue(new IdleItem { Sequence = _cursor });
        }

        _opening.Enqueue(_distributor.Gap(reason, _cursor, through));
        if (snapshot is not null)
        {
            _opening.Enqueue(snapshot);
        }

        _cursor = through;
        Volatile.Write(ref _announced, through);
    }

    private async ValueTask LingerAsync(StreamItem sent, CancellationToken cancellationToken)
    {
        if (Settings.FlushInterval > TimeSpan.Zero && sent is OutgoingEvents)
        {
            await Task.WhenAny(Task.Delay(Settings.FlushInterval, _time, cancellationToken), Channel.Aborted);
        }
    }
}
