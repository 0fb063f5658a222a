namespace Gateway.Contracts;

/// <summary>
/// A part of the snapshot: alarms as they were at <see cref="AsOf"/>. The snapshot has every alarm that is not normal, including
/// returned ones that are not acknowledged, unknown ones and suppressed ones. It is complete with <c>snapshotComplete</c>.
/// </summary>
public sealed record ActiveAlarmItem : AlarmItem
{
    public const string KindName = "activeAlarm";

    public override string Kind => KindName;

    public required long AsOf { get; init; }

    public required IReadOnlyList<Alarm> Alarms { get; init; }
}
