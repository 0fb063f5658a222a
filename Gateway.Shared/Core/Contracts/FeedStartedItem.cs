namespace Gateway.Contracts;

/// <summary>Always first: where the feed stands and where the stream continues.</summary>
public sealed record FeedStartedItem : FeedItem
{
    public const string KindName = "started";

    public override string Kind => KindName;

    /// <summary>Identity of the numbering. Sequences of different epochs do not compare.</summary>
    public required string FeedEpoch { get; init; }

    /// <summary>Oldest sequence that is retained; one beyond the latest when none is.</summary>
    public required long Oldest { get; init; }

    /// <summary>Latest sequence; 0 before the first change.</summary>
    public required long Latest { get; init; }

    /// <summary>
    /// The position the stream continues from: the first <c>changes</c> begins with the sequence after it, unless a <c>reset</c>
    /// comes first.
    /// </summary>
    public required long After { get; init; }
}
