using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Events;
using Gateway.Protocol;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Streams.Events;
using Gateway.Wire;

namespace Gateway.Web.Sessions.Cluster.Edge;

/// <summary>
/// Hop 2 of an edge: hands what the log says of a session to the session's distributor, as the worker's connection does on the owner.
/// The bytes of events are checked and passed on as they are. Whatever is missing in the log becomes a gap, and whatever is not of the
/// documented form is skipped. Used by one thread at a time.
/// </summary>
internal sealed class SubjectFeed(string sessionId, EventDistributor distributor, EdgeReport report, TimeProvider time)
{
    private static readonly GatewayException OtherNumbering = new(
        GatewayErrorCode.WorkerUnavailable, "The events of the session are numbered anew; resume with the position that you have, and the gap is reported.", 100);

    private readonly ItemParts _parts = new();
    private readonly ItemParts _answered = new();
    private string? _epoch;
    private long _through;
    private long _removedThrough;
    private GapReason? _missing;
    private bool _hasTable;
    private bool _lacks;

    /// <summary>Whether items and latest values are complete: the log has all of the session, or its owner has said the rest.</summary>
    public bool IsWhole => _hasTable && !_lacks;

    /// <summary>The state that the log told last; null before the first.</summary>
    public LoggedState? State { get; private set; }

    /// <summary>Whether anything of the session is known.</summary>
    public bool HasBegun => _epoch is not null;

    /// <summary>Begins a numbering after an event, or before the first for 0. What is before is neither taken nor asked for.</summary>
    public void Begin(string epoch, long after)
    {
        distributor.Restart(epoch, after, OtherNumbering);
        (_epoch, _through, _removedThrough, _missing, _hasTable, _lacks) = (epoch, after, 0, null, false, after > 0);
    }

    /// <summary>Reads the headers of a message. One that is not of the documented form is reported and is null.</summary>
    public StoredMessage? Read(SubjectMessage message)
    {
        try
        {
            var (epoch, content) = LogMessageReader.Read(message);
            return new StoredMessage(message.Revision, epoch, content);
        }
        catch (MalformedDataException error)
        {
            report.Skipped(sessionId, message.Revision, error.Message);
            return null;
        }
    }

    /// <summary>What the log lacks directly before a message; null when it lacks nothing there.</summary>
    public LogHole? HoleBefore(StoredMessage stored)
    {
        var before = stored.Content.First is { } first ? first - 1 : stored.Content.Last;
        return (_epoch is null || stored.Epoch == _epoch) && before > _through ? new LogHole(stored.Epoch, _through, before) : null;
    }

    /// <summary>Takes the next message.</summary>
    public void Take(StoredMessage stored)
    {
        try
        {
            Take(stored.Epoch, stored.Content);
        }
        catch (MalformedDataException error)
        {
            report.Skipped(sessionId, stored.Revision, error.Message);
        }
    }

    /// <summary>Takes the next message of the owner's answer; between the first and the last of them nothing else is taken.</summary>
    /// <returns>Whether the answer is complete with it.</returns>
    /// <exception cref="MalformedDataException">It is not of the documented form.</exception>
    public bool TakeAnswer(SubjectMessage answer)
    {
        var (epoch, message) = LogMessageReader.Read(answer);
        switch (message.Kind)
        {
            case LogMessageKind.Items:
                Restore(epoch, message);
                return false;
            case LogMessageKind.Events or LogMessageKind.Gap:
                Require(epoch == _epoch && _hasTable, "events come before items");
                Fill(epoch, message);
                return false;
            case LogMessageKind.Latest:
                Require(epoch == _epoch && _hasTable, "values come before items");
                Restore(message.Body);
                return false;
            case LogMessageKind.End:
                Require(epoch == _epoch && _hasTable, "the owner does not have the session");
                distributor.ForgetRemoved();
                _lacks = false;
                return true;
            default:
                throw new MalformedDataException("it is not part of an answer");
        }
    }

    private void Restore(string epoch, LogMessage message)
    {
        if (_epoch is null)
        {
            // The log does not have the beginning of the session: the owner says where the events begin that it has.
            Begin(epoch, message.Last);
        }

        Require(epoch == _epoch, "the owner has another numbering");
        if (_answered.Add(message) is { } table)
        {
            distributor.Apply(table);
            _hasTable = true;
        }
    }

    private void Fill(string epoch, LogMessage message)
    {
        var known = _through;
        Take(epoch, message);
        if (message.Kind == LogMessageKind.Events)
        {
            report.Filled((int)(_through - Math.Max(known, message.First!.Value - 1)));
        }
    }

    // The log brings later values itself, after the events before them.
    private void Restore(ReadOnlyMemory<byte> body)
    {
        var rows = new EncodedRows(LatestFrame.RowsOf(body), LatestFrame.Parse(body.Span));
        var known = Enumerable.Range(0, rows.Count).Where(index => rows.Headers[index].Sequence <= _through).Select(index => (rows, index)).ToArray();
        if (known.Length > 0)
        {
            distributor.Restore(EncodedRows.Join(known));
        }
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new MalformedDataException(fault);
        }
    }

    private void Take(string epoch, LogMessage message)
    {
        if (epoch != _epoch)
        {
            _parts.Clear();
        }

        switch (message.Kind)
        {
            case LogMessageKind.Events:
                var headers = HeadersOf(message);
                Reach(epoch, message.First!.Value - 1);
                Publish(message, headers);
                break;
            case LogMessageKind.Gap:
                Reach(epoch, message.First!.Value - 1);
                Miss(message.Last, message.Reason == "workerOverflow" ? GapReason.WorkerOverflow : GapReason.Evicted);
                break;
            case LogMessageKind.State:
                var state = LoggedState.Read(message.Body);
                Reach(epoch, message.Last);
                State = state;
                break;
            case LogMessageKind.Items:
                var frame = _parts.Add(message);
                Reach(epoch, message.Last);
                Apply(frame, message.Through ?? message.Last);
                break;
            default:
                throw new MalformedDataException("it does not belong into the log");
        }
    }

    private static EventHeader[] HeadersOf(LogMessage message)
    {
        var count = message.Last - message.First!.Value + 1;
        return count <= int.MaxValue ? EventsFrame.ParseRows(message.Body.Span, message.First.Value, (int)count) : throw new MalformedDataException("it cannot have so many events");
    }

    // A message accounts for everything up to it. What did not come before it is not in the log any more.
    private void Reach(string epoch, long sequence)
    {
        if (_epoch != epoch)
        {
            Begin(epoch, sequence);
        }
        else if (sequence > _through)
        {
            report.Hole(sessionId, _through + 1, sequence);
            Miss(sequence, GapReason.Evicted);
        }
    }

    private void Miss(long through, GapReason reason)
    {
        if (through > _through)
        {
            _missing = _missing is null || _missing == reason ? reason : GapReason.Evicted;
            _lacks = true;
            AdvanceTo(through);
        }
    }

    private void Publish(LogMessage message, EventHeader[] headers)
    {
        var rows = new EncodedRows(message.Body, headers);
        if (rows.Last <= _through)
        {
            return;
        }

        if (rows.First <= _through)
        {
            var known = (int)(_through + 1 - rows.First);
            rows = EncodedRows.Join([.. Enumerable.Range(known, rows.Count - known).Select(index => (rows, index))]);
        }

        distributor.Publish(new Batch(rows, time.GetTimestamp()) { MissingBecause = _missing ?? GapReason.WorkerOverflow });
        report.Took(rows.Count);
        _missing = null;
        AdvanceTo(rows.Last);
    }

    private void Apply(StateFrame? frame, long through)
    {
        if (frame is null)
        {
            return;
        }

        distributor.Apply(frame);
        _hasTable |= frame.Reset;
        if (frame.Reset || frame.Removed.Count > 0)
        {
            _removedThrough = Math.Max(_removedThrough, through);
        }
    }

    // Removed items may have events up to a sequence that the log reaches later. Their values must not stay.
    private void AdvanceTo(long sequence)
    {
        var hadRemoved = _through < _removedThrough;
        _through = sequence;
        if (hadRemoved && _through >= _removedThrough)
        {
            distributor.ForgetRemoved();
        }
    }
}
