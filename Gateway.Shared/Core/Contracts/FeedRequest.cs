namespace Gateway.Contracts;

/// <summary>How to read the feed. Filters narrow what comes; positions move with the feed all the same.</summary>
public sealed record FeedRequest
{
    /// <summary>The last sequence the reader has. Without it and without a cursor the stream starts with the next change; with 0 it starts with the oldest retained one.</summary>
    public long? After { get; init; }

    /// <summary>The epoch that <see cref="After"/> belongs to; given only together with it. When absent, the current epoch is assumed.</summary>
    public string? FeedEpoch { get; init; }

    /// <summary>
    /// Name of a durable cursor to continue from. As long as nothing was committed under it, <see cref="After"/> holds, and
    /// without that the oldest retained change.
    /// </summary>
    public string? Cursor { get; init; }

    /// <summary>Only these kinds; absent means all. Reports of missing changes (<see cref="FeedKind.FeedHole"/>) are always sent.</summary>
    public IReadOnlyList<FeedKind>? Kinds { get; init; }

    /// <summary>Only changes of sessions whose session tag is exactly one of these; absent means all changes.</summary>
    public IReadOnlyList<string>? SessionTags { get; init; }
}
