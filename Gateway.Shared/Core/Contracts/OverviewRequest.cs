namespace Gateway.Contracts;

/// <summary>How to watch the gateway.</summary>
public sealed record OverviewRequest
{
    /// <summary>Least time between two <c>overviewChanges</c>, milliseconds: 1 000 (default) to 60 000.</summary>
    public int? IntervalMs { get; init; }
}
