namespace Gateway.Web.Distribution;

/// <summary>What a handle stands for in the events after one sequence and up to another.</summary>
/// <param name="Reference">The item reference; null when it is not known.</param>
/// <param name="After">Events after this sequence.</param>
/// <param name="UpTo">Events up to this sequence.</param>
internal readonly record struct ItemMeaning(string? Reference, long After, long UpTo);
