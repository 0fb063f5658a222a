namespace Gateway.Contracts;

/// <summary>A position in the feed that the gateway keeps for a subject, under a name.</summary>
public sealed record FeedCursor
{
    public required string Name { get; init; }

    public required string FeedEpoch { get; init; }

    /// <summary>The last sequence that the consumer has processed.</summary>
    public required long Sequence { get; init; }
}
