using Gateway.Contracts;

namespace Gateway.Web.Streams.Events;

/// <summary>What a handle stands for in the events after one sequence and up to another.</summary>
/// <param name="Item">The item; null when it is not known.</param>
/// <param name="After">Events after this sequence.</param>
/// <param name="UpTo">Events up to this sequence.</param>
internal readonly record struct ItemMeaning(ItemInfo? Item, long After, long UpTo);
