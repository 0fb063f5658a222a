namespace Gateway.Protocol;

/// <summary>Both directions: sent when a side has sent nothing else.</summary>
public sealed record HeartbeatFrame
{
    /// <summary>Worker: its latest sequence. Gateway: the highest it holds.</summary>
    public long Sequence { get; init; }

    /// <summary>Worker: events in its ring. Absent from the gateway and from earlier workers, as are the following.</summary>
    public long? RingEvents { get; init; }

    /// <summary>Worker: bytes in its ring.</summary>
    public long? RingBytes { get; init; }

    /// <summary>Worker: events that the ring overwrote before any gateway received them.</summary>
    public long? OverwrittenEvents { get; init; }

    /// <summary>Worker: physical memory of its process, bytes.</summary>
    public long? WorkingSetBytes { get; init; }
}
