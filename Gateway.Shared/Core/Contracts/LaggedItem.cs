namespace Gateway.Contracts;

/// <summary>
/// What a lossy mode merged or dropped in the span of the <c>events</c> item that directly follows. The count belongs to that item:
/// who is dropped between the two forgets it, because after the resume the span is counted anew.
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
