namespace Gateway.Protocol;

/// <summary>Both directions: sent when a side has sent nothing else.</summary>
public sealed record HeartbeatFrame
{
    /// <summary>Worker: its latest sequence. Gateway: the highest it holds.</summary>
    public long Sequence { get; init; }
}
