using System.Runtime.CompilerServices;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Streams.Events;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Alarms.Reading;

/// <summary>
/// One reader of the alarms. It is either live, and fed through a bounded channel, or it is catching up, and reads the log with its own
/// cursor. The writer uses the <see cref="Channel"/> only; everything else here is used by the reader alone.
/// </summary>
internal sealed class AlarmReader : ILogReader<AlarmBatch>, ILiveReader<AlarmItem>
{
    /// <summary>Largest number of transitions that one call passes, so that it delays neither the end of the stream nor its idle items.</summary>
    private const int MaxScanned = 10_000;

    private readonly Queue<AlarmItem> _opening = new();
    private readonly Queue<AlarmBatch> _reading = new();
    private readonly AlarmDistributor _distributor;
    private readonly AlarmReach _reach;
    private readonly AlarmFilter _filter;
    private readonly AlarmLogOptions _options;
    private readonly AlarmConflation? _conflation;
    private readonly FlushHold _hold;
    private readonly TimeProvider _time;
    private Caller _caller;
    private string _epoch = "";
    private long _cursor;
    private long _announced;
    private long _lastSent;
    private bool _snapshotDue;
    private volatile bool _live;

    internal AlarmReader(AlarmDistributor distributor, AlarmRequest request, AlarmReach reach, Caller caller, AlarmLogOptions options, TimeProvider time)
    {
        _distributor = distributor;
        _reach = reach;
        _filter = new AlarmFilter(request);
        _caller = caller;
        _options = options;
        _time = time;
        _lastSent = time.GetTimestamp();
        _conflation = request.Mode == StreamMode.Conflate ? new AlarmConflation() : null;
        Channel = new SubscriptionChannel<AlarmBatch, AlarmItem, Caller>(options.BufferTransitions);
        _hold = new FlushHold(TimeSpan.FromMilliseconds(request.FlushIntervalMs ?? 0), time, Channel.Wake);
    }

    public SubscriptionChannel<AlarmBatch, AlarmItem, Caller> Channel { get; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AlarmItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var registration = cancellationToken.UnsafeRegister(
            static channel => ((SubscriptionChannel<AlarmBatch, AlarmItem, Caller>)channel!).Wake(), Channel);
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
            Dispose();
        }
    }

    /// <inheritdoc/>
    public bool Renewed(Caller caller)
    {
        try
        {
            _reach.Demand(caller);
        }
        catch (GatewayException error)
        {
            Channel.Abort(error);
            return false;
        }

        Channel.ChangeVisible(caller);
        return true;
    }

    /// <inheritdoc/>
    public void End(GatewayException error) => Channel.Abort(error);

    public void Dispose()
    {
        _distributor.Remove(this);
        _hold.Dispose();
    }

    /// <summary>After <see cref="TryNext"/> has returned null: whether to call it again at once instead of waiting.</summary>
    internal bool LookAgain { get; private set; }

    bool ILogReader<AlarmBatch>.TryEnqueue(AlarmBatch batch) => Channel.TryEnqueue(batch);

    bool ILogReader<AlarmBatch>.FallBehind()
    {
        _live = false;
        Channel.Wake();
        return true;
    }

    void ILogReader<AlarmBatch>.TurnLive() => _live = true;

    /// <summary>Called once, by the distributor, before anything is published to the reader.</summary>
    internal void Begin(AlarmStart start, AlarmBounds bounds, AlarmMonitor monitor, IReadOnlyList<Alarm>? alarms, bool live)
    {
        _epoch = bounds.Epoch;
        _cursor = _announced = start.Cursor;
        _live = live;
        _opening.Enqueue(new AlarmStartedItem { Epoch = bounds.Epoch, Oldest = bounds.Oldest, Latest = bounds.Latest, After = start.Cursor, Monitor = monitor });
        if (start.Gap is { } reason)
        {
            _opening.Enqueue(Gap(reason, start.RequestedAfter, bounds));
        }

        if (alarms is not null)
        {
            EnqueueSnapshot(alarms);
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
    /// </summary>
    /// <exception cref="GatewayException"><c>FeedUnavailable</c>.</exception>
    internal AlarmItem? TryNext()
    {
        LookAgain = false;
        if (Channel.IsAborted)
        {
            return null;
        }

        TakeCaller();
        if (_distributor.Bounds.Epoch != _epoch)
        {
            StartOver();
        }

        return _opening.TryDequeue(out var opening) ? opening
            : Collect() ?? TakeSnapshot() ?? (_conflation is { IsEmpty: false } ? null : Channel.TakeControl(_cursor)) ?? TakeIdle();
    }

    private void TakeCaller()
    {
        Caller? caller = _caller;
        if (!Channel.TryTakeVisible(ref caller))
        {
            return;
        }

        var change = AccessChange.Between(_caller.Read, caller!.Read);
        var reached = _reach.Reaches(_caller) != _reach.Reaches(caller);
        _caller = caller;
        if (change is not null || reached)
        {
            _snapshotDue = true;
            _opening.Enqueue(new AlarmAccessItem { Widened = change?.Widened ?? [], Narrowed = change?.Narrowed ?? [] });
        }
    }

    private AlarmTransitionItem? Collect()
    {
        if (_hold.Holds)
        {
            return null;
        }

        var transitions = new List<AlarmTransition>();
        var before = _cursor;
        while (transitions.Count < _options.MaxBatch && _cursor - before < MaxScanned && Peek() is { } batch)
        {
            if (batch.First > _cursor + 1)
            {
                if (_cursor > _announced)
                {
                    break;
                }

                OnPruned();
                return null;
            }

            Take(batch, transitions);
        }

        _conflation?.TakeTo(transitions, _options.MaxBatch);
        LookAgain |= _cursor > before || _conflation is { IsEmpty: false };
        return transitions.Count > 0 ? Emit(transitions) : null;
    }

    // The next batch that is not read to its end; null when nothing more is there now.
    private AlarmBatch? Peek()
    {
        while (_reading.TryPeek(out var read))
        {
            if (read.Last > _cursor)
            {
                return read;
            }

            _reading.Dequeue();
        }

        Channel.TakeBatches(_reading);
        if (_reading.Count == 0 && !_live)
        {
            if (_distributor.Read(_epoch, _cursor, _options.MaxBatch) is not { } page)
            {
                _distributor.TryTurnLive(this, _epoch, _cursor);
                LookAgain = true;
                return null;
            }

            _reading.Enqueue(page);
        }

        return _reading.TryPeek(out var next) && next.Last > _cursor ? next : null;
    }

    private AlarmTransitionItem Emit(List<AlarmTransition> transitions)
    {
        // What is still conflated is not accounted for yet.
        var last = _conflation is { IsEmpty: false } ? Math.Max(_announced, Math.Min(_cursor, transitions[^1].Sequence)) : _cursor;
        var item = new AlarmTransitionItem { First = _announced + 1, Last = last, Transitions = transitions };
        _announced = last;
        _hold.Begin();
        return item;
    }

    private void Take(AlarmBatch batch, List<AlarmTransition> transitions)
    {
        for (var i = (int)(_cursor + 1 - batch.First); i < batch.Count && transitions.Count < _options.MaxBatch; i++)
        {
            var record = batch.Records[i];
            _cursor++;
            if (!_reach.Sees(_caller, record.Transition.Alarm.Reference))
            {
                continue;
            }

            if (_conflation is not null)
            {
                _conflation.Add(record, _filter);
            }
            else if (Passing(record, _filter) is { } transition)
            {
                transitions.Add(transition);
            }
        }
    }

    /// <summary>The transition as a filter lets it pass: as it is, as the one with which the alarm leaves, or not at all.</summary>
    internal static AlarmTransition? Passing(AlarmRecord record, AlarmFilter filter) =>
        record.Transition.Kind != AlarmTransitionKind.Removed && filter.Matches(record.Transition.Alarm) ? record.Transition
        : filter.Matched(record) ? record.Transition with { Leaves = true }
        : null;

    // Retention deleted transitions after the cursor while the reader was catching up.
    private void OnPruned()
    {
        var requestedAfter = _announced;
        var (bounds, alarms) = _distributor.Rejoin(this);
        Restart(bounds, alarms, AlarmGapReason.Retention, requestedAfter);
    }

    // The log was lost: waiting transitions belong to the old numbering.
    private void StartOver()
    {
        var requestedAfter = _announced;
        var (bounds, alarms) = _distributor.Rejoin(this);
        _opening.Clear();
        Restart(bounds, alarms, AlarmGapReason.Lost, requestedAfter);
    }

    private void Restart(AlarmBounds bounds, IReadOnlyList<Alarm> alarms, AlarmGapReason reason, long requestedAfter)
    {
        _reading.Clear();
        _conflation?.Clear();
        _live = false;
        _epoch = bounds.Epoch;
        _cursor = _announced = bounds.Latest;
        _opening.Enqueue(Gap(reason, requestedAfter, bounds));
        EnqueueSnapshot(alarms);
        LookAgain = true;
    }

    private AlarmItem? TakeSnapshot()
    {
        if (!_snapshotDue || _conflation is { IsEmpty: false } || _distributor.SnapshotAt(_epoch, _cursor) is not { } alarms)
        {
            return null;
        }

        _snapshotDue = false;
        _announced = _cursor;
        EnqueueSnapshot(alarms);
        return _opening.Dequeue();
    }

    private void EnqueueSnapshot(IReadOnlyList<Alarm> alarms)
    {
        var visible = alarms.Where(alarm => _filter.MatchesSnapshot(alarm) && _reach.Sees(_caller, alarm.Reference)).ToArray();
        foreach (var chunk in visible.Chunk(_options.MaxBatch))
        {
            _opening.Enqueue(new ActiveAlarmItem { AsOf = _cursor, Alarms = chunk });
        }

        _opening.Enqueue(new AlarmSnapshotCompleteItem { AsOf = _cursor, Count = visible.Length });
    }

    private static AlarmGapItem Gap(AlarmGapReason reason, long requestedAfter, AlarmBounds bounds) => new()
    {
        Reason = reason,
        RequestedAfter = requestedAfter,
        Epoch = bounds.Epoch,
        Oldest = bounds.Oldest,
        Latest = bounds.Latest,
        Missed = reason == AlarmGapReason.Retention ? bounds.Latest - requestedAfter : null,
    };

    private AlarmIdleItem? TakeIdle()
    {
        if (_hold.Holds || _conflation is { IsEmpty: false } || !Channel.TakeIdleRequest())
        {
            return null;
        }

        _announced = _cursor;
        return new AlarmIdleItem { Sequence = _cursor };
    }
}
