namespace Gateway.Contracts;

/// <summary>The whole has arrived: the rows so far are all that the caller may see.</summary>
public sealed record OverviewCompleteItem : OverviewItem
{
    public const string KindName = "overviewComplete";

    public override string Kind => KindName;

    /// <summary>Number of sessions in the whole.</summary>
    public required int Sessions { get; init; }

    /// <summary>Number of readers in the whole.</summary>
    public required int Readers { get; init; }
}
