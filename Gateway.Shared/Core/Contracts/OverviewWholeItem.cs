namespace Gateway.Contracts;

/// <summary>
/// The whole, at the start and after a change of rights: whatever the reader had is void. When there are too many rows for one message, the
/// others follow in <c>overviewChanges</c>. <c>overviewComplete</c> marks the end of the whole.
/// </summary>
public sealed record OverviewWholeItem : OverviewItem
{
    public const string KindName = "overview";

    public override string Kind => KindName;

    public required GatewayStatus Status { get; init; }
}
