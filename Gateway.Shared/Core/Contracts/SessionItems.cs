namespace Gateway.Contracts;

/// <summary>What a session holds in its worker at one moment.</summary>
public sealed record SessionItems
{
    public IReadOnlyList<ServerInfo> Servers { get; init; } = [];

    public IReadOnlyList<ItemInfo> Items { get; init; } = [];

    /// <summary>Writes that were accepted and whose OnWriteComplete has not come yet.</summary>
    public int PendingWrites { get; init; }
}
