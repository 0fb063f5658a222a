namespace Gateway.Protocol;

/// <summary>Gateway to worker: nobody waits for this command any more.</summary>
public sealed record CancelFrame
{
    public required long CorrelationId { get; init; }
}
