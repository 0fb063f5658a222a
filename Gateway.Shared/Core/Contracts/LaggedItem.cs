namespace Gateway.Contracts;

/// <summary>
/// What a lossy mode merged or dropped since the last such item. Stands before the events in whose span it happened; where one
/// flush takes several of them, before the first for what was dropped.
/// </summary>
public sealed record LaggedItem : StreamItem
{
    public const string KindName = "lagged";

    public override string Kind => KindName;

    /// <summary>Events that a later one of their item stands for.</summary>
    public required long Conflated { get; init; }

    /// <summary>Events that history held no longer, filtered ones included, and that no <c>gap</c> told.</summary>
    public required long Dropped { get; init; }
}
