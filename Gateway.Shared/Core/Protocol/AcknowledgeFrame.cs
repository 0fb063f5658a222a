namespace Gateway.Protocol;

/// <summary>Gateway to worker: it holds every event up to this sequence.</summary>
public sealed record AcknowledgeFrame
{
    public required long Sequence { get; init; }
}
