namespace Gateway.Contracts;

/// <summary>
/// What is different since the item before. It comes once in an interval, also when nothing is different, so that silence shows a problem.
/// </summary>
public sealed record OverviewChangesItem : OverviewItem
{
    public const string KindName = "overviewChanges";

    public override string Kind => KindName;

    /// <summary>Sections and rows that are new or different; a row replaces the row of the same id.</summary>
    public required GatewayStatus Changed { get; init; }

    /// <summary>Ids of sessions that ended or that the caller no longer reaches; their loads are gone too.</summary>
    public IReadOnlyList<string> RemovedSessions { get; init; } = [];

    /// <summary>Ids of readers that ended or that the caller no longer sees; their loads are gone too.</summary>
    public IReadOnlyList<string> RemovedReaders { get; init; } = [];
}
