using System.Buffers;
using Gateway.Protocol;
using Gateway.Threading;

namespace Gateway.Worker.Pipe;

/// <summary>
/// What goes to the gateway: item changes ahead of the replies and events that rest on them. Collects one write at a time; the
/// events part has its own cursor into the ring.
/// </summary>
internal sealed class OutboundFrames(EventRing ring, ItemJournal items, AsyncSignal wake)
{
    /// <summary>Replies that may wait to be written. The gateway caps its pending commands well below.</summary>
    private const int MaxWaiting = 4096;

    private readonly Queue<ReadOnlyMemory<byte>> _control = new();
    private readonly ArrayBufferWriter<byte> _output = new(ProtocolLimits.EventsBodyTarget + 1024);
    private readonly ArrayBufferWriter<byte> _rows = new(ProtocolLimits.EventsBodyTarget + 1024);
    private long _cursor;

    /// <summary>A new connection: events go on after what the gateway holds, and it is told all items.</summary>
    public void Restart(long resumeAfter)
    {
        lock (_control)
        {
            _control.Clear();
        }

        _cursor = Math.Min(resumeAfter, ring.Latest);
        items.TellAll();
        wake.Set();
    }

    public void Reply(ReplyFrame reply) => Send(FrameType.Reply, reply);

    public void Fault(FaultFrame fault) => Send(FrameType.Fault, fault);

    /// <summary>Whole frames that are ready now; empty when there are none. Valid until the next call.</summary>
    public ReadOnlyMemory<byte> Collect()
    {
        _output.ResetWrittenCount();
        _rows.ResetWrittenCount();

        // Rows and replies first, item changes last: a change that came before either is then always among those taken. They
        // are written the other way round, so that whoever has a handle from a reply finds the gateway knowing it.
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

        if (count > 0)
        {
            AddEvents(first, count);
            _cursor = first + count - 1;
        }

        return _output.WrittenMemory;
    }

    private void Send<T>(FrameType type, T message)
    {
        lock (_control)
        {
            if (_control.Count >= MaxWaiting)
            {
                throw new ProtocolException("The gateway does not read its replies.");
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
