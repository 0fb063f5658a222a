namespace Gateway.Contracts;

/// <summary>The gateway as a node of its sites.</summary>
public sealed record OverviewNode
{
    /// <summary>The name that the other nodes know it by.</summary>
    public required string Name { get; init; }

    public required NodeRole Role { get; init; }

    /// <summary>The site of an owner; the sites of an edge, in the order of its settings.</summary>
    public required IReadOnlyList<OverviewSite> Sites { get; init; }
}
