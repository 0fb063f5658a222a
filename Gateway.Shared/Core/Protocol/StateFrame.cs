using Gateway.Contracts;
using Gateway.Events;

namespace Gateway.Protocol;

/// <summary>
/// Worker to gateway: items that were added, changed or removed. Always ahead of the events of an item it adds. After each
/// connect the first one carries everything and replaces what the gateway knew.
/// </summary>
public sealed record StateFrame
{
    public bool Reset { get; init; }

    public IReadOnlyList<ItemInfo> Items { get; init; } = [];

    public IReadOnlyList<ItemKey> Removed { get; init; } = [];

    /// <summary>
    /// In a reset: removed items, the oldest first, whose events the ring may still hold. Without them the gateway could not tell
    /// which item such an event belongs to.
    /// </summary>
    public IReadOnlyList<ItemInfo> Former { get; init; } = [];
}
