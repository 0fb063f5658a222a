using Gateway.Contracts;

namespace Gateway.Client.Internal;

/// <summary>What <see cref="PositionTracker"/> made of an item: of item and breach at most one is set.</summary>
/// <param name="Item">The item, or the part of it that is new; null when there is nothing new in it.</param>
/// <param name="Broken">How the item breaks the contract, for people.</param>
/// <param name="Lagged">What was merged or dropped in the item's span; comes directly before it.</param>
internal readonly record struct TrackResult(StreamItem? Item, string? Broken, LaggedItem? Lagged = null)
{
    public static TrackResult Nothing => default;

    public static TrackResult Accepted(StreamItem item) => new(item, null);

    public static TrackResult Violation(string text) => new(null, text);
}
