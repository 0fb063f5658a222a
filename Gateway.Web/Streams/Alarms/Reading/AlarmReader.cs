using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Streams.Events;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Alarms.Reading;

/// <summary>One reader of the alarms.</summary>
internal sealed class AlarmReader : DurableLogReader<AlarmBatch, AlarmItem>, ILiveReader<AlarmItem>
{
    /// <summary>Largest number of transitions that one call passes, so that it delays neither the end of the stream nor its idle items.</summary>
    private const int MaxScanned = 10_000;

    private readonly AlarmDistributor _distributor;
    private readonly AlarmSight _sight;
    private readonly AlarmFilter _filter;
    private readonly AlarmLogOptions _options;
    private readonly AlarmConflation? _conflation;
    private readonly FlushHold _hold;

    internal AlarmReader(AlarmDistributor distributor, AlarmRequest request, AlarmSight sight, AlarmLogOptions options, TimeProvider time)
        : base(options.BufferTransitions, options.IdleIntervalMs, time)
    {
        _distributor = distributor;
        _sight = sight;
        _filter = new AlarmFilter(request);
        _options = options;
        _conflation = request.Mode == StreamMode.Conflate ? new AlarmConflation() : null;
        _hold = new FlushHold(TimeSpan.FromMilliseconds(request.FlushIntervalMs ?? 0), time, Channel.Wake);
    }

    /// <inheritdoc/>
    public bool Renewed(Caller caller)
    {
        try
        {
            _sight.Demand(caller);
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
    public override void Dispose()
    {
        _distributor.Remove(this);
        _hold.Dispose();
    }

    /// <summary>Called once, by the distributor, before anything is published to the reader.</summary>
    internal void Begin(AlarmStart start, LogBounds bounds, AlarmMonitor monitor, IReadOnlyList<Alarm>? alarms, bool live)
    {
        MoveTo(bounds.Epoch, start.Cursor, live);
        Opening.Enqueue(new AlarmStartedItem
        {
            Epoch = bounds.Epoch,
            Oldest = bounds.Oldest,
            Latest = bounds.Latest,
            After = start.Cursor,
            Monitor = monitor,
            View = _sight.View,
        });
        if (start.Gap is { } reason)
        {
            Opening.Enqueue(Gap(reason, start.RequestedAfter, bounds));
        }

        _sight.Begin(withSnapshot: alarms is not null);
        if (alarms is not null)
        {
            EnqueueSnapshot(alarms);
        }
    }

    /// <inheritdoc/>
    internal override AlarmItem? TryNext()
    {
        LookAgain = false;
        if (Channel.IsAborted)
        {
            return null;
        }

        var changed = _sight.Follow(Channel);
        if (_distributor.Bounds.Epoch != Epoch)
        {
            StartOver();
        }
        else if (changed)
        {
            ForgetSeen();
        }

        return Opening.TryDequeue(out var opening) ? opening
            : Collect() ?? TakeSnapshot() ?? Channel.TakeControl(Cursor) ?? TakeIdle();
    }

    // What waits was seen with the rights of before. The snapshot that is due has what became of it.
    private void ForgetSeen()
    {
        if (Opening.Any(item => item is AlarmSnapshotCompleteItem))
        {
            // Its client has a part of a snapshot at most, so transitions cannot follow: the snapshot begins again.
            var (bounds, alarms) = _distributor.Rejoin(this);
            Keep(item => item is AlarmStartedItem or AlarmGapItem);
            BeginAgain(bounds, alarms, _sight.Tell());
        }
    }

    private AlarmTransitionItem? Collect()
    {
        // A snapshot that is due comes when everything was read, and not after a flush interval.
        if (_hold.Holds && !_sight.IsDue)
        {
            return null;
        }

        var transitions = new List<AlarmTransition>();
        var before = Cursor;
        while (transitions.Count < _options.MaxBatch && Cursor - before < MaxScanned && Peek() is { } batch)
        {
            if (batch.First > Cursor + 1)
            {
                // What was read in this call is given first. What was passed over before is part of the gap.
                if (Cursor > before)
                {
                    break;
                }

                OnPruned();
                return null;
            }

            Take(batch, transitions);
        }

        _conflation?.TakeTo(transitions);
        LookAgain |= Cursor > before;
        return transitions.Count > 0 ? Emit(transitions) : null;
    }

    // The next batch that is not read to its end; null when nothing more is there now.
    private AlarmBatch? Peek()
    {
        while (Reading.TryPeek(out var read))
        {
            if (read.Last > Cursor)
            {
                return read;
            }

            Reading.Dequeue();
        }

        Channel.TakeBatches(Reading);
        if (Reading.Count == 0 && !IsLive)
        {
            if (_distributor.Read(Epoch, Cursor, _options.MaxBatch) is not { } page)
            {
                _distributor.TryTurnLive(this, Epoch, Cursor);
                LookAgain = true;
                return null;
            }

            Reading.Enqueue(page);
        }

        return Reading.TryPeek(out var next) && next.Last > Cursor ? next : null;
    }

    private AlarmTransitionItem Emit(List<AlarmTransition> transitions)
    {
        var item = new AlarmTransitionItem { First = Announced + 1, Last = Cursor, Transitions = transitions, View = _sight.IsDue ? AlarmViewMark.Mixed : null };
        Announced = Cursor;
        _hold.Begin();
        return item;
    }

    private void Take(AlarmBatch batch, List<AlarmTransition> transitions)
    {
        for (var i = (int)(Cursor + 1 - batch.First); i < batch.Count && transitions.Count < _options.MaxBatch; i++)
        {
            var record = batch.Records[i];
            Cursor++;
            if (!_sight.Sees(record.Transition.Alarm.Reference))
            {
                continue;
            }

            if (_conflation is not null)
            {
                _conflation.Add(record, _filter);
            }
            else if (_filter.Pass(record) is { } transition)
            {
                transitions.Add(transition);
            }
        }
    }

    // Retention deleted transitions after the cursor while the reader was catching up.
    private void OnPruned()
    {
        var requestedAfter = Announced;
        var (bounds, alarms) = _distributor.Rejoin(this);
        BeginAgain(bounds, alarms, Gap(AlarmGapReason.Retention, requestedAfter, bounds));
    }

    // The log was lost: waiting transitions belong to the old numbering.
    private void StartOver()
    {
        var requestedAfter = Announced;
        var (bounds, alarms) = _distributor.Rejoin(this);
        Keep(item => item is AlarmStartedItem);
        BeginAgain(bounds, alarms, Gap(AlarmGapReason.Lost, requestedAfter, bounds));
    }

    private void BeginAgain(LogBounds bounds, IReadOnlyList<Alarm> alarms, AlarmItem why)
    {
        Reading.Clear();
        MoveTo(bounds.Epoch, bounds.Latest, live: false);
        Opening.Enqueue(why);
        if (_sight.IsDue)
        {
            // The snapshot after a gap is of the view of now.
            Opening.Enqueue(_sight.Tell());
        }

        EnqueueSnapshot(alarms);
        LookAgain = true;
    }

    // Once the reader has everything, so that no transition is passed over and none comes between access and the snapshot.
    private AlarmItem? TakeSnapshot()
    {
        if (!_sight.IsDue || _distributor.SnapshotAt(Epoch, Cursor) is not { } alarms)
        {
            return null;
        }

        Announced = Cursor;
        Opening.Enqueue(_sight.Tell());
        EnqueueSnapshot(alarms);
        return Opening.Dequeue();
    }

    private void EnqueueSnapshot(IReadOnlyList<Alarm> alarms)
    {
        var visible = alarms.Where(alarm => _filter.MatchesSnapshot(alarm) && _sight.Sees(alarm.Reference)).ToArray();
        foreach (var chunk in visible.Chunk(_options.MaxBatch))
        {
            Opening.Enqueue(new ActiveAlarmItem { AsOf = Cursor, Alarms = chunk });
        }

        Opening.Enqueue(new AlarmSnapshotCompleteItem { AsOf = Cursor, Count = visible.Length });
    }

    private static AlarmGapItem Gap(AlarmGapReason reason, long requestedAfter, LogBounds bounds) => new()
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
        // A position behind what waits in the opening, or without the mark of a snapshot that is due, would be continued without it.
        if (Opening.Count > 0 || _hold.Holds || _sight.IsDue || !Channel.TakeIdleRequest())
        {
            return null;
        }

        Announced = Cursor;
        return new AlarmIdleItem { Sequence = Cursor };
    }
}
