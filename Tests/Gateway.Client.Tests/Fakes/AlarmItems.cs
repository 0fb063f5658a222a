using Gateway.Contracts;

namespace Gateway.Client.Tests.Fakes;

/// <summary>Short ways to write items of an alarm stream.</summary>
internal static class AlarmItems
{
    public const string Epoch = "a1";

    public static AlarmMonitor Monitor(AlarmMonitorStatus status = AlarmMonitorStatus.Watching) =>
        new() { Status = status, Since = DateTime.UnixEpoch, Watched = 9, Unknown = 0 };

    public static Alarm Alarm(string reference, long sequence, AlarmCondition condition = AlarmCondition.Active, bool? acknowledged = false) => new()
    {
        Reference = reference,
        Condition = condition,
        Acknowledged = acknowledged,
        Suppression = AlarmSuppression.None,
        Occurrence = sequence,
        Quality = 192,
        Sequence = sequence,
    };

    public static AlarmStartedItem Started(long after, string epoch = Epoch, long? latest = null) =>
        new() { Epoch = epoch, Oldest = 1, Latest = latest ?? after, After = after, Monitor = Monitor() };

    public static ActiveAlarmItem Part(long asOf, params Alarm[] alarms) => new() { AsOf = asOf, Alarms = alarms };

    public static AlarmSnapshotCompleteItem End(long asOf, int count) => new() { AsOf = asOf, Count = count };

    public static AlarmGapItem Gap(long requestedAfter, long latest, string epoch = Epoch) =>
        new() { Reason = AlarmGapReason.Retention, RequestedAfter = requestedAfter, Epoch = epoch, Oldest = latest, Latest = latest };

    public static AlarmTransition Transition(Alarm alarm, AlarmTransitionKind kind = AlarmTransitionKind.Changed) =>
        new() { Sequence = alarm.Sequence, At = DateTime.UnixEpoch, Kind = kind, Cause = AlarmCause.Live, Alarm = alarm };

    public static AlarmTransitionItem Span(long first, long last, params AlarmTransition[] transitions) =>
        new() { First = first, Last = last, Transitions = transitions };

    /// <summary>One transition of each sequence, each of an alarm of its own.</summary>
    public static AlarmTransitionItem Raises(long first, long last) => Span(
        first, last, [.. Enumerable.Range(0, (int)(last - first + 1)).Select(n => Transition(Alarm($"A{first + n}", first + n), AlarmTransitionKind.Raised))]);
}
