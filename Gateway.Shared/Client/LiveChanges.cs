namespace Gateway.Client;

/// <summary>What is different since the reading before. An item that changed several times meanwhile is there once, as it is now.</summary>
public sealed record LiveChanges
{
    public required LiveStatus Status { get; init; }

    public required IReadOnlyList<LiveItemState> Items { get; init; }

    public required IReadOnlyList<LiveNotice> Notices { get; init; }

    /// <summary>Older notices that were dropped because nothing was read.</summary>
    public int NoticesDropped { get; init; }
}
