namespace Gateway.Contracts;

/// <summary>What a lossy mode merged or dropped since the last such item.</summary>
public sealed record LaggedItem : StreamItem
{
    public const string KindName = "lagged";

    public override string Kind => KindName;

    public required long Conflated { get; init; }

    public required long Dropped { get; init; }
}
