namespace Gateway.Contracts;

/// <summary>
/// What a lossy mode merged or dropped in the span of the <c>events</c> item that directly follows. The count belongs to that item:
/// a client that loses its connection between the two must discard it, because the span is counted again after the resume.
/// </summary>
public sealed record LaggedItem : StreamItem
{
    public const string KindName = "lagged";

    public override string Kind => KindName;

    /// <summary>Events that were merged into a later event of the same item.</summary>
    public required long Conflated { get; init; }

    /// <summary>Events that the history no longer held, including filtered ones, and that no <c>gap</c> reports.</summary>
    public required long Dropped { get; init; }
}
