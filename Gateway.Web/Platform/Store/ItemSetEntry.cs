namespace Gateway.Web.Platform.Store;

/// <summary>A set of items that a user keeps under a name.</summary>
internal sealed class ItemSetEntry
{
    public required string Subject { get; init; }

    public required string Name { get; init; }

    /// <summary>The item references, a JSON list.</summary>
    public required string Items { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}
