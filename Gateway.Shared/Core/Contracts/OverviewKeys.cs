namespace Gateway.Contracts;

/// <summary>The keys that sign tokens and verify them.</summary>
public sealed record OverviewKeys
{
    /// <summary>Id of the key that signs.</summary>
    public required string ActiveKeyId { get; init; }

    /// <summary>When that key was created, UTC.</summary>
    public required DateTime ActiveSince { get; init; }

    /// <summary>Keys whose tokens are accepted, the active one included.</summary>
    public required int Accepted { get; init; }
}
