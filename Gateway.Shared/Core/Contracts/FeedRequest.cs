namespace Gateway.Contracts;

/// <summary>How to read the feed. Filters reduce what is sent; positions advance with the feed in any case.</summary>
public sealed record FeedRequest
{
    /// <summary>
    /// The last sequence that the reader has. Without it and without a cursor the stream starts with the next change; with 0 it starts with
    /// the oldest retained change.
    /// </summary>
    public long? After { get; init; }

    /// <summary>The epoch of <see cref="After"/>. It is allowed only together with it; when absent, the current epoch is assumed.</summary>
    public string? FeedEpoch { get; init; }

    /// <summary>
    /// Name of a durable cursor to continue from. While nothing has been committed under this name, the stream starts after
    /// <see cref="After"/> or, without it, with the oldest retained change.
    /// </summary>
    public string? Cursor { get; init; }

    /// <summary>Only these kinds; absent means all. Reports of missing changes (<see cref="FeedKind.FeedHole"/>) are always sent.</summary>
    public IReadOnlyList<FeedKind>? Kinds { get; init; }

    /// <summary>Only changes of sessions whose session tag is exactly one of these; absent means all changes.</summary>
    public IReadOnlyList<string>? SessionTags { get; init; }
}
