using Gateway.Wire;

namespace Gateway.Contracts;

/// <summary>Maps the <c>kind</c> of an item of an alarm stream to its type.</summary>
internal static class AlarmItemKinds
{
    /// <exception cref="MalformedDataException">The kind is none of the documented ones.</exception>
    public static Type TypeOf(string? kind) => kind switch
    {
        AlarmStartedItem.KindName => typeof(AlarmStartedItem),
        ActiveAlarmItem.KindName => typeof(ActiveAlarmItem),
        AlarmSnapshotCompleteItem.KindName => typeof(AlarmSnapshotCompleteItem),
        AlarmTransitionItem.KindName => typeof(AlarmTransitionItem),
        AlarmGapItem.KindName => typeof(AlarmGapItem),
        AlarmMonitorItem.KindName => typeof(AlarmMonitorItem),
        AlarmAccessItem.KindName => typeof(AlarmAccessItem),
        AlarmIdleItem.KindName => typeof(AlarmIdleItem),
        _ => throw new MalformedDataException("Unknown kind of item of an alarm stream."),
    };
}
