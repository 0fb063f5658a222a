using System.Buffers;
using Gateway.Events;
using Gateway.Protocol;
using Gateway.Wire;

namespace Gateway.Testing;

/// <summary>One frame of every type with fixed contents, as bytes.</summary>
public static class SampleFrames
{
    private static readonly byte[] Bytes32 = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public static HelloFrame Hello { get; } = new()
    {
        Version = ProtocolLimits.Version,
        SessionId = "5e55104",
        Epoch = "0123456789abcdef",
        ProcessId = 4711,
        Challenge = Bytes32,
    };

    public static IReadOnlyList<MxEvent> LatestEvents { get; } = [SampleEvents.ChangeOf(3), SampleEvents.ChangeOf(7)];

    /// <summary>The golden command with the optional member that asks for the times of its execution.</summary>
    public static CommandFrame TracedCommand { get; } = new()
    {
        CorrelationId = 9,
        DeadlineMs = 30_000,
        Command = SampleCommands.Full,
        TraceParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    };

    /// <summary>The golden reply with the optional member that reports these times.</summary>
    public static ReplyFrame TracedReply { get; } = new()
    {
        CorrelationId = 9,
        Reply = SampleCommands.FullReply,
        ErrorCode = "Internal",
        ErrorMessage = "failed",
        Execution = new CommandExecution { StartedAt = new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc).AddTicks(1_234_560), DurationUs = 1_500 },
    };

    /// <summary>One message of every frame type except events and latest, whose bodies are not maps.</summary>
    public static IReadOnlyDictionary<FrameType, object> Messages { get; } = new Dictionary<FrameType, object>
    {
        [FrameType.Hello] = Hello,
        [FrameType.Challenge] = new ChallengeFrame { Version = ProtocolLimits.Version, Challenge = Bytes32, Proof = HandshakeProof.OfGateway(Bytes32, Hello, Bytes32) },
        [FrameType.Proof] = new ProofFrame { Proof = HandshakeProof.OfWorker(Bytes32, Hello, Bytes32) },
        [FrameType.Adopt] = new AdoptFrame { ResumeAfter = (1L << 53) - 1, HeartbeatIntervalMs = 2_000, HeartbeatGraceMs = 15_000 },
        [FrameType.Ready] = new ReadyFrame { Worker = SampleCommands.Worker },
        [FrameType.State] = new StateFrame { Reset = true, Items = [SampleCommands.Item], Removed = [new ItemKey { ServerHandle = 1, ItemHandle = 6 }], Former = [SampleCommands.Item with { ItemHandle = 6 }] },
        [FrameType.Command] = new CommandFrame { CorrelationId = 9, DeadlineMs = 30_000, Command = SampleCommands.Full },
        [FrameType.Reply] = new ReplyFrame { CorrelationId = 9, Reply = SampleCommands.FullReply, ErrorCode = "Internal", ErrorMessage = "failed" },
        [FrameType.Cancel] = new CancelFrame { CorrelationId = 9 },
        [FrameType.Heartbeat] = new HeartbeatFrame { Sequence = 17 },
        [FrameType.Acknowledge] = new AcknowledgeFrame { Sequence = 17 },
        [FrameType.Shutdown] = new ShutdownFrame { Reason = "closed by ada" },
        [FrameType.Fault] = new FaultFrame { Code = "ExecutorFaulted", Message = "The component is gone." },
    };

    public static byte[] Of(FrameType type) => Messages.GetValueOrDefault(type) switch
    {
        HelloFrame message => Encode(type, message),
        ChallengeFrame message => Encode(type, message),
        ProofFrame message => Encode(type, message),
        AdoptFrame message => Encode(type, message),
        ReadyFrame message => Encode(type, message),
        StateFrame message => Encode(type, message),
        CommandFrame message => Encode(type, message),
        ReplyFrame message => Encode(type, message),
        CancelFrame message => Encode(type, message),
        HeartbeatFrame message => Encode(type, message),
        AcknowledgeFrame message => Encode(type, message),
        ShutdownFrame message => Encode(type, message),
        FaultFrame message => Encode(type, message),
        _ => type == FrameType.Latest ? Latest(LatestEvents) : Events(SampleEvents.All),
    };

    /// <summary>A whole events frame.</summary>
    public static byte[] Events(IReadOnlyList<MxEvent> events)
    {
        var frame = Rows(FrameType.Events, ProtocolLimits.EventsPrefixBytes, events);
        EventsFrame.WritePrefix(frame.AsSpan(ProtocolLimits.HeaderBytes), events[0].Sequence, events.Count);
        return frame;
    }

    /// <summary>A whole latest frame.</summary>
    public static byte[] Latest(IReadOnlyList<MxEvent> events)
    {
        var frame = Rows(FrameType.Latest, ProtocolLimits.LatestPrefixBytes, events);
        LatestFrame.WritePrefix(frame.AsSpan(ProtocolLimits.HeaderBytes), events.Count);
        return frame;
    }

    private static byte[] Rows(FrameType type, int prefix, IReadOnlyList<MxEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var rows = new ArrayBufferWriter<byte>();
        foreach (var one in events)
        {
            EventRow.Write(new WireWriter(rows), one);
        }

        var frame = new byte[ProtocolLimits.HeaderBytes + prefix + rows.WrittenCount];
        FrameWriter.WriteHeader(frame, type, frame.Length - ProtocolLimits.HeaderBytes);
        rows.WrittenSpan.CopyTo(frame.AsSpan(ProtocolLimits.HeaderBytes + prefix));
        return frame;
    }

    private static byte[] Encode<T>(FrameType type, T message) => FrameWriter.Encode(type, message).ToArray();
}
