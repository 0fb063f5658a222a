namespace Gateway.Contracts;

/// <summary>How to read the feed. Filters narrow what comes; positions move with the feed all the same.</summary>
public sealed record FeedRequest
{
    /// <summary>The last sequence the reader has. Absent, and no cursor: from now on. 0: from the oldest retained change.</summary>
    public long? After { get; init; }

    /// <summary>The epoch <see cref="After"/> belongs to, and goes with. Absent: the current one is assumed.</summary>
    public string? FeedEpoch { get; init; }

    /// <summary>
    /// Name of a durable cursor to continue from. As long as nothing was committed under it, <see cref="After"/> holds, and
    /// without that the oldest retained change.
    /// </summary>
    public string? Cursor { get; init; }

    /// <summary>Only these kinds; absent means all. Holes always come.</summary>
    public IReadOnlyList<FeedKind>? Kinds { get; init; }

    /// <summary>Only changes of sessions whose session tag is one of these, to the letter; absent means all changes.</summary>
    public IReadOnlyList<string>? SessionTags { get; init; }
}
