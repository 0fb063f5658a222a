namespace Gateway.Protocol;

/// <summary>Gateway to worker: release everything in order and exit.</summary>
public sealed record ShutdownFrame
{
    public string? Reason { get; init; }
}
