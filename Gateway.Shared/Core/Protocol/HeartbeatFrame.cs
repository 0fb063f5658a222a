namespace Gateway.Protocol;

/// <summary>Both ways, when nothing else was sent.</summary>
public sealed record HeartbeatFrame
{
    /// <summary>Worker: its latest sequence. Gateway: the highest it holds.</summary>
    public long Sequence { get; init; }
}
