namespace Gateway.Protocol;

/// <summary>Gateway to worker: tear down in order and end.</summary>
public sealed record ShutdownFrame
{
    public string? Reason { get; init; }
}
