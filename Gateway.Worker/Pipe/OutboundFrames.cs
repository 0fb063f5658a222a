using System.Buffers;
using Gateway.Protocol;
using Gateway.Threading;

namespace Gateway.Worker.Pipe;

/// <summary>
/// The frames for the gateway. Item changes come before the replies and events that refer to them. One call collects one write;
/// the events have their own cursor into the ring.
/// </summary>
internal sealed class OutboundFrames(EventRing ring, LatestRows latest, ItemJournal items, AsyncSignal wake)
{
    /// <summary>Number of replies that may wait to be written. The gateway's limit for pending commands is far lower.</summary>
    private const int MaxWaiting = 4096;

    private readonly Queue<ReadOnlyMemory<byte>> _control = new();
    private readonly ArrayBufferWriter<byte> _output = new(ProtocolLimits.EventsBodyTarget + 1024);
    private readonly ArrayBufferWriter<byte> _rows = new(ProtocolLimits.EventsBodyTarget + 1024);
    private long _cursor;
    private long? _skippedAfter;
    private long _skippedBefore;
    private bool _begins;
    private int _connection;

    /// <summary>Waits until there may be frames to collect.</summary>
    public ValueTask WaitAsync() => wake.WaitAsync();

    /// <summary>Ends the wait.</summary>
    public void Wake() => wake.Set();

    /// <summary>
    /// Starts a new connection: events continue after those that the gateway has, and the next frames contain all items.
    /// </summary>
    /// <returns>Number of this connection, for its replies.</returns>
    public int Restart(long resumeAfter)
    {
        int connection;
        lock (_control)
        {
            _control.Clear();
            connection = ++_connection;
        }

        _cursor = Math.Min(resumeAfter, ring.Latest);
        _skippedAfter = null;
        _begins = true;
        items.TellAll();
        wake.Set();
        return connection;
    }

    /// <summary>
    /// Queues the answer to a command of this connection. If there is another connection by now, the answer is dropped: the
    /// caller has already been told that the outcome is not known, and the correlation id may belong to another command.
    /// </summary>
    public void Reply(ReplyFrame reply, int connection) => Send(FrameType.Reply, reply, connection);

    public void Fault(FaultFrame fault) => Send(FrameType.Fault, fault, connection: null);

    /// <summary>All complete frames that are ready now; empty when there are none. Valid until the next call.</summary>
    public ReadOnlyMemory<byte> Collect()
    {
        _output.ResetWrittenCount();
        _rows.ResetWrittenCount();

        // Take item changes last, so that a change that came before a row or a reply is always among those taken. Write them
        // first, so that the gateway knows an item before a reply or an event refers to it.
        var (first, count) = ring.Read(_cursor, ProtocolLimits.EventsBodyTarget, _rows);
        var replies = TakeControl();
        if (items.Take() is { } state)
        {
            _output.Write(FrameWriter.Encode(FrameType.State, state).Span);
        }

        foreach (var reply in replies)
        {
            _output.Write(reply.Span);
        }

        AddWhatWasSkipped(count > 0 ? first : _cursor + 1);
        if (count > 0)
        {
            AddEvents(first, count);
            _cursor = first + count - 1;
        }

        return _output.WrittenMemory;
    }

    private void Send<T>(FrameType type, T message, int? connection)
    {
        lock (_control)
        {
            if (connection is not null && connection != _connection)
            {
                return;
            }

            if (_control.Count >= MaxWaiting)
            {
                throw new ProtocolException("The gateway does not read the replies to its commands.");
            }

            _control.Enqueue(FrameWriter.Encode(type, message));
        }

        wake.Set();
    }

    private ReadOnlyMemory<byte>[] TakeControl()
    {
        lock (_control)
        {
            if (_control.Count == 0)
            {
                return [];
            }

            var taken = _control.ToArray();
            _control.Clear();
            return taken;
        }
    }

    // Skipped events are lost, but the last value of each item among them is still valid. While the ring overwrites faster than
    // the gateway reads, these values are sent once at the end, because collecting them blocks the executor's thread.
    private void AddWhatWasSkipped(long next)
    {
        var skips = next > _cursor + 1;
        if (skips)
        {
            _skippedAfter ??= _cursor;
            _skippedBefore = next;
        }

        if (_skippedAfter is { } after && (_begins || !skips))
        {
            latest.Collect(after, _skippedBefore, ProtocolLimits.EventsBodyTarget, AddLatest);
            _skippedAfter = null;
        }

        _begins = false;
    }

    private void AddLatest(ReadOnlyMemory<byte> rows, int count)
    {
        var prefix = _output.GetSpan(ProtocolLimits.HeaderBytes + ProtocolLimits.LatestPrefixBytes);
        FrameWriter.WriteHeader(prefix, FrameType.Latest, ProtocolLimits.LatestPrefixBytes + rows.Length);
        LatestFrame.WritePrefix(prefix[ProtocolLimits.HeaderBytes..], count);
        _output.Advance(ProtocolLimits.HeaderBytes + ProtocolLimits.LatestPrefixBytes);
        _output.Write(rows.Span);
    }

    private void AddEvents(long first, int count)
    {
        var body = ProtocolLimits.EventsPrefixBytes + _rows.WrittenCount;
        var prefix = _output.GetSpan(ProtocolLimits.HeaderBytes + ProtocolLimits.EventsPrefixBytes);
        FrameWriter.WriteHeader(prefix, FrameType.Events, body);
        EventsFrame.WritePrefix(prefix[ProtocolLimits.HeaderBytes..], first, count);
        _output.Advance(ProtocolLimits.HeaderBytes + ProtocolLimits.EventsPrefixBytes);
        _output.Write(_rows.WrittenSpan);
    }
}
