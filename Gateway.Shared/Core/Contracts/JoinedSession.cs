namespace Gateway.Contracts;

/// <summary>What a reader of many sessions learns about one of them.</summary>
public sealed record JoinedSession
{
    public required string SessionId { get; init; }

    public string? SessionTag { get; init; }

    public string? Name { get; init; }

    public required string Backend { get; init; }
}
