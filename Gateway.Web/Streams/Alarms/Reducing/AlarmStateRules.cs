using Gateway.Contracts;

namespace Gateway.Web.Streams.Alarms.Reducing;

/// <summary>The states of an alarm, as filters name them.</summary>
internal static class AlarmStateRules
{
    /// <summary>Whether nothing about it is worth a row: known, not active, nothing to acknowledge, not suppressed.</summary>
    public static bool IsNormal(Alarm alarm) => Of(alarm) == AlarmState.Normal && alarm.Suppression == AlarmSuppression.None;

    public static AlarmState Of(Alarm alarm) => alarm.Condition switch
    {
        AlarmCondition.Unknown => AlarmState.Unknown,
        AlarmCondition.Active => alarm.Acknowledged == true ? AlarmState.Acknowledged : AlarmState.Unacknowledged,
        _ => alarm.Acknowledged == false ? AlarmState.Returned : AlarmState.Normal,
    };

    public static bool IsIn(Alarm alarm, IReadOnlyCollection<AlarmState> states) =>
        states.Contains(Of(alarm)) || (alarm.Suppression != AlarmSuppression.None && states.Contains(AlarmState.Suppressed));
}
