namespace Gateway.Web.Platform.Store;

/// <summary>A position in the change feed that a consumer has stored in the gateway under a name.</summary>
internal sealed class FeedCursorEntry
{
    public required string Subject { get; init; }

    public required string Name { get; init; }

    public required string FeedEpoch { get; set; }

    public long Sequence { get; set; }

    public DateTimeOffset CommittedAt { get; set; }
}
