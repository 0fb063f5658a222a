using Gateway.Contracts;
using Gateway.Values;

namespace Gateway.Testing;

/// <summary>Items of an alarm stream of every kind, with and without what may be absent, as one stream could send them.</summary>
public static class SampleAlarms
{
    private const string Epoch = "0123456789abcdef";
    private const string View = "9f86d081884c7d65";
    private const long First = 41;

    private static readonly DateTime Time = new(2026, 3, 1, 12, 0, 0, 5, DateTimeKind.Utc);

    public static Alarm Standing { get; } = new()
    {
        Reference = "Tank101.Level.HiHi",
        Area = "Area_Süd",
        Condition = AlarmCondition.Active,
        Acknowledged = false,
        Suppression = AlarmSuppression.None,
        Occurrence = First,
        RaisedAt = Time.AddTicks(7),
        Priority = 100,
        Description = "Level of tank 101 is much too high",
        Value = MxValue.FromDouble(95.5),
        Limit = MxValue.FromFloat(95),
        Unit = "%",
        Quality = 192,
        Sequence = First,
    };

    public static Alarm Lost { get; } = Standing with
    {
        Condition = AlarmCondition.Unknown,
        LastCondition = AlarmCondition.Active,
        UnknownSince = Time.AddSeconds(9),
        Quality = 0,
    };

    public static Alarm Acknowledged { get; } = Standing with
    {
        Condition = AlarmCondition.Normal,
        Acknowledged = true,
        ClearedAt = Time.AddSeconds(3),
        AcknowledgedAt = Time.AddSeconds(2),
        AcknowledgedBy = "grace",
        Comment = "Ventil geöffnet",
    };

    public static Alarm Bare { get; } = new()
    {
        Reference = "Pump101.Fault",
        Condition = AlarmCondition.Unknown,
        Suppression = AlarmSuppression.Unknown,
        Occurrence = 0,
        Quality = 0,
        Sequence = 0,
    };

    public static IReadOnlyList<AlarmTransition> Transitions { get; } =
    [
        .. Enum.GetValues<AlarmTransitionKind>().Select((kind, index) => new AlarmTransition
        {
            Sequence = First + index,
            At = Time.AddSeconds(index),
            Kind = kind,
            Cause = index % 2 == 0 ? AlarmCause.Live : AlarmCause.Reconciled,
            SourceTime = index % 2 == 0 ? Time.AddTicks(index) : null,
            CallbackTime = index % 2 == 0 ? Time.AddTicks(10 * index) : null,
            Alarm = AlarmAfter(kind) with { Sequence = First + index },
        }),
    ];

    public static IReadOnlyList<AlarmItem> All { get; } =
    [
        new AlarmStartedItem { Epoch = Epoch, Oldest = First, Latest = Transitions[^1].Sequence, After = First - 1, Monitor = MonitorOf(AlarmMonitorStatus.Watching), View = View },
        new AlarmStartedItem { Epoch = Epoch, Oldest = First, Latest = First, After = First, Monitor = MonitorOf(AlarmMonitorStatus.Off) },
        .. Enum.GetValues<AlarmGapReason>().Select(reason => new AlarmGapItem
        {
            Reason = reason,
            RequestedAfter = 10,
            Epoch = Epoch,
            Oldest = First,
            Latest = Transitions[^1].Sequence,
            Missed = reason == AlarmGapReason.Retention ? First - 11 : null,
        }),
        new ActiveAlarmItem { AsOf = First, Alarms = [Standing, Lost, Bare, Standing with { Suppression = AlarmSuppression.Shelved, Chattering = 4 }] },
        new AlarmSnapshotCompleteItem { AsOf = First, Count = 4 },
        new AlarmTransitionItem { First = First, Last = Transitions[^1].Sequence, Transitions = Transitions },
        new AlarmTransitionItem
        {
            First = Transitions[^1].Sequence + 1,
            Last = Transitions[^1].Sequence + 9,
            Transitions = [Transitions[0] with { Sequence = Transitions[^1].Sequence + 9, Leaves = true, Merged = 3, Raises = 2 }],
        },
        .. Enum.GetValues<AlarmMonitorStatus>().Select(status => new AlarmMonitorItem { Monitor = MonitorOf(status) }),
        new AlarmAccessItem { Widened = ["Tank101.*"], Narrowed = ["Pump*"], View = View },
        new AlarmAccessItem(),
        new AlarmIdleItem { Sequence = Transitions[^1].Sequence + 12 },
    ];

    /// <summary>Results of acknowledging and shelving, of every outcome.</summary>
    public static IReadOnlyList<AlarmCommandResult> Results { get; } =
    [
        .. Enum.GetValues<AlarmOutcome>().Select(outcome => new AlarmCommandResult
        {
            Reference = Standing.Reference,
            Outcome = outcome,
            Sequence = outcome is AlarmOutcome.Refused or AlarmOutcome.Unknown ? null : First,
            Code = outcome == AlarmOutcome.Refused ? "InvalidArgument" : null,
            Message = outcome is AlarmOutcome.Refused or AlarmOutcome.Unknown ? "The alarm has another occurrence by now: 57." : null,
            Status = outcome == AlarmOutcome.Refused ? new MxStatus { Category = MxStatusCategory.SecurityError, Detail = 1003 } : null,
        }),
        new AlarmCommandResult { Reference = Standing.Reference, Outcome = AlarmOutcome.Refused, Code = "Forbidden", Message = "The platform refused the write.", Hresult = -2147024891 },
    ];

    private static Alarm AlarmAfter(AlarmTransitionKind kind) => kind switch
    {
        AlarmTransitionKind.Cleared => Standing with { Condition = AlarmCondition.Normal, ClearedAt = Time.AddSeconds(3) },
        AlarmTransitionKind.Acknowledged => Acknowledged,
        AlarmTransitionKind.BecameUnknown => Lost,
        AlarmTransitionKind.Removed => Bare,
        _ => Standing,
    };

    private static AlarmMonitor MonitorOf(AlarmMonitorStatus status) => new()
    {
        Status = status,
        Since = Time,
        Reason = status == AlarmMonitorStatus.Blind ? "The worker ended." : null,
        Watched = 120,
        Unknown = 3,
    };
}
