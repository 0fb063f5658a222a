namespace Gateway.Contracts;

/// <summary>
/// The changes after a position cannot be given: the reader must take stock again. What is retained follows, from
/// <see cref="Oldest"/> on.
/// </summary>
public sealed record FeedResetItem : FeedItem
{
    public const string KindName = "reset";

    public override string Kind => KindName;

    public required FeedResetReason Reason { get; init; }

    /// <summary>The position that cannot be continued from.</summary>
    public required long RequestedAfter { get; init; }

    /// <summary>The numbering from here on.</summary>
    public required string FeedEpoch { get; init; }

    public required long Oldest { get; init; }

    public required long Latest { get; init; }
}
