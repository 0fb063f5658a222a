using Gateway.Contracts;

namespace Gateway.Client.Internal;

/// <summary>What <see cref="MultiSessionTracker"/> made of an item, as <see cref="TrackResult"/> is for one session.</summary>
/// <param name="Item">The item, or the part of it that is new; null when there is nothing new in it.</param>
/// <param name="Broken">How the item breaks the contract, for people.</param>
/// <param name="Lagged">What was merged or dropped in the item's span; comes directly before it.</param>
internal readonly record struct MultiSessionTrackResult(MultiSessionItem? Item, string? Broken, MultiSessionItem? Lagged = null);
