namespace Gateway.Contracts;

/// <summary>
/// The snapshot is complete. Only now may a client drop the alarms that it had and that the snapshot did not name.
/// <see cref="AsOf"/> is the new position.
/// </summary>
public sealed record AlarmSnapshotCompleteItem : AlarmItem
{
    public const string KindName = "snapshotComplete";

    public override string Kind => KindName;

    public required long AsOf { get; init; }

    /// <summary>Number of alarms in the snapshot.</summary>
    public required int Count { get; init; }
}
