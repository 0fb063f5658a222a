namespace Gateway.Protocol;

/// <summary>Gateway to worker: no caller waits for this command any longer.</summary>
public sealed record CancelFrame
{
    public required long CorrelationId { get; init; }
}
