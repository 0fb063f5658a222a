namespace Gateway.Contracts;

/// <summary>
/// The changes after a position cannot be delivered, so the reader must read the current state again. The retained changes follow, from
/// <see cref="Oldest"/> on.
/// </summary>
public sealed record FeedResetItem : FeedItem
{
    public const string KindName = "reset";

    public override string Kind => KindName;

    public required FeedResetReason Reason { get; init; }

    /// <summary>The position from which the feed cannot continue.</summary>
    public required long RequestedAfter { get; init; }

    /// <summary>The numbering from here on.</summary>
    public required string FeedEpoch { get; init; }

    public required long Oldest { get; init; }

    public required long Latest { get; init; }
}
