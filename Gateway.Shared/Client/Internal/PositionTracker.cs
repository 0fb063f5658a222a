using Gateway.Contracts;

namespace Gateway.Client.Internal;

/// <summary>
/// The client's part of exact resume: it knows which event comes next, removes events that were delivered before, and detects missing
/// events. It does no I/O, serves one reader of one session, and is not thread-safe.
/// </summary>
/// <remarks>
/// There are two positions: the one that the next item must follow, and the one to resume from after a lost connection. They differ while
/// a snapshot is expected: a resume from behind its announcement would lose the snapshot, so the older position is kept until the snapshot,
/// or the item that replaces it, has arrived.
/// </remarks>
internal sealed class PositionTracker
{
    private readonly SnapshotPolicy _snapshot;
    private readonly long? _requestedAfter;
    private StreamPosition? _expected;
    private bool _started;
    private bool _gapDue;

    // Its count belongs to the span that follows: if the connection is lost in between, the server counts that span again.
    private LaggedItem? _lagged;

    /// <summary>Starts where <paramref name="request"/> asks to.</summary>
    public PositionTracker(StreamRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        _snapshot = request.Snapshot;
        _requestedAfter = request.ResumeAfter;
        if (request is { ResumeAfter: { } after, Epoch: { } epoch })
        {
            Position = new StreamPosition(epoch, after);
        }
    }

    /// <summary>Where to resume. Null until the server has named the epoch, and while a first snapshot is due.</summary>
    public StreamPosition? Position { get; private set; }

    /// <summary>The sequence that the next span must follow; events up to it were delivered.</summary>
    public long Expected => _expected?.Sequence ?? Position?.Sequence ?? 0;

    /// <summary>The request for the next subscription: the given one, continued from the position.</summary>
    public StreamRequest Continue(StreamRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Position is { } position ? request with { ResumeAfter = position.Sequence, Epoch = position.Epoch } : request;
    }

    /// <summary>A new subscription begins: its first item must be <c>started</c>.</summary>
    public void Restart()
    {
        _started = false;
        _gapDue = false;
        _lagged = null;
    }

    /// <summary>
    /// The new part of an item, cut to the room there is; null when nothing is new. A span in which events were merged or dropped is not cut,
    /// because its count cannot be divided.
    /// </summary>
    public StreamItem? Fit(StreamItem item, int room) => item is EventsItem events && (_lagged is null || events.Last <= Expected)
        ? EventSpan.Slice(events, Expected, room)
        : item;

    /// <summary>Takes the next item of the subscription and moves the position.</summary>
    public TrackResult Accept(StreamItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (item is StartedItem started)
        {
            return AcceptStarted(started);
        }

        if (!_started)
        {
            return TrackResult.Violation($"A stream begins with started, not with {item.Kind}.");
        }

        return item switch
        {
            EventsItem events => AcceptEvents(events),
            GapItem gap => AcceptGap(gap),
            SnapshotItem snapshot => AcceptPassage(snapshot, snapshot.AsOf),
            IdleItem idle => AcceptPassage(idle, idle.Sequence),
            LaggedItem lagged => Hold(lagged),
            _ => TrackResult.Accepted(item),
        };
    }

    private TrackResult AcceptStarted(StartedItem item)
    {
        _started = true;
        var sameEpoch = Position?.Epoch == item.Epoch;
        _gapDue = Position is not null && !sameEpoch;
        if (Position is { } position)
        {
            _expected = sameEpoch ? position : new StreamPosition(item.Epoch, item.ResumedAfter);
            return TrackResult.Accepted(item);
        }

        // A server that continues from another position than requested must send a gap.
        _expected = new StreamPosition(item.Epoch, _requestedAfter ?? item.ResumedAfter);
        if (_snapshot != SnapshotPolicy.Always || _requestedAfter is not null)
        {
            Position = _expected;
        }

        return TrackResult.Accepted(item);
    }

    private TrackResult AcceptEvents(EventsItem item)
    {
        if (_gapDue)
        {
            return MissingGap();
        }

        if (item.First > Expected + 1)
        {
            return TrackResult.Violation($"Events {Expected + 1} to {item.First - 1} are missing without a gap.");
        }

        if (EventSpan.Slice(item, Expected, int.MaxValue) is not { } rest)
        {
            _lagged = null;
            return TrackResult.Nothing;
        }

        MoveTo(rest.Last);
        return WithLagged(rest);
    }

    private TrackResult AcceptGap(GapItem item)
    {
        var resumesAfter = item.Oldest - 1;
        var moves = item.Reason is GapReason.EpochChanged or GapReason.Ahead;
        if (!moves && resumesAfter <= Expected)
        {
            // All of its events were delivered before, so nothing is missing for this reader.
            return _gapDue ? MissingGap() : TrackResult.Nothing;
        }

        _gapDue = false;
        _expected = _expected!.Value with { Sequence = Math.Max(resumesAfter, 0) };
        if (_snapshot == SnapshotPolicy.None)
        {
            Position = _expected;
        }

        return WithLagged(item);
    }

    /// <summary>An item that stands for everything up to a sequence.</summary>
    private TrackResult AcceptPassage(StreamItem item, long upTo)
    {
        if (_gapDue)
        {
            return MissingGap();
        }

        MoveTo(Math.Max(upTo, Expected));
        return WithLagged(item);
    }

    private TrackResult Hold(LaggedItem item)
    {
        _lagged = _lagged is { } earlier
            ? new LaggedItem { Conflated = earlier.Conflated + item.Conflated, Dropped = earlier.Dropped + item.Dropped }
            : item;
        return TrackResult.Nothing;
    }

    private TrackResult WithLagged(StreamItem item)
    {
        var lagged = _lagged;
        _lagged = null;
        return TrackResult.Accepted(item) with { Lagged = lagged };
    }

    private void MoveTo(long sequence)
    {
        _expected = _expected!.Value with { Sequence = sequence };
        Position = _expected;
    }

    private static TrackResult MissingGap() => TrackResult.Violation("The epoch changed without a gap.");
}
