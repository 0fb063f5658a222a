namespace Gateway.Contracts;

/// <summary>
/// Changes in order. <see cref="First"/> to <see cref="Last"/> is the span the item accounts for, including what was not asked
/// for or is out of the caller's reach, so spans of consecutive items join without a hole and <see cref="Last"/> is the new position.
/// </summary>
public sealed record FeedChangesItem : FeedItem
{
    public const string KindName = "changes";

    public override string Kind => KindName;

    public required long First { get; init; }

    public required long Last { get; init; }

    public required IReadOnlyList<FeedChange> Changes { get; init; }
}
