namespace Gateway.Contracts;

/// <summary>The result of one of the gateway's health checks.</summary>
public sealed record HealthResult
{
    public required string Name { get; init; }

    public required HealthState State { get; init; }

    /// <summary>Why it is not healthy; absent when it is.</summary>
    public string? Detail { get; init; }
}
