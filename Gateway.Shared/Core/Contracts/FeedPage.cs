namespace Gateway.Contracts;

/// <summary>A page of the feed, oldest first.</summary>
public sealed record FeedPage
{
    public required string FeedEpoch { get; init; }

    /// <summary>Oldest sequence that is retained; one beyond the latest when none is.</summary>
    public required long Oldest { get; init; }

    /// <summary>Latest sequence; 0 before the first change.</summary>
    public required long Latest { get; init; }

    public required IReadOnlyList<FeedChange> Changes { get; init; }

    /// <summary>The position after this page, which is the <c>after</c> of the next request. The end is reached when it equals <see cref="Latest"/>.</summary>
    public required long Next { get; init; }

    /// <summary>Present when the feed cannot continue from the requested position; the page then begins with the oldest retained change.</summary>
    public FeedResetReason? Reset { get; init; }
}
