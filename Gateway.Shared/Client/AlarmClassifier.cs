using Gateway.Contracts;

namespace Gateway.Client;

/// <summary>Tells the state of an alarm.</summary>
public static class AlarmClassifier
{
    /// <summary>The state of an alarm, whether it is suppressed or not. What is active and not known to be acknowledged is unacknowledged.</summary>
    public static AlarmState Of(Alarm alarm)
    {
        ArgumentNullException.ThrowIfNull(alarm);
        return alarm.Condition switch
        {
            AlarmCondition.Active => alarm.Acknowledged == true ? AlarmState.Acknowledged : AlarmState.Unacknowledged,
            AlarmCondition.Normal => alarm.Acknowledged == false ? AlarmState.Returned : AlarmState.Normal,
            _ => AlarmState.Unknown,
        };
    }

    /// <summary>Whether the alarm is certainly shelved, silenced or disabled. Where that is not known, the alarm counts as announced.</summary>
    public static bool IsSuppressed(Alarm alarm)
    {
        ArgumentNullException.ThrowIfNull(alarm);
        return alarm.Suppression is not (AlarmSuppression.None or AlarmSuppression.Unknown);
    }

    /// <summary>The state under which the alarm is counted.</summary>
    internal static AlarmState Counted(Alarm alarm) => IsSuppressed(alarm) ? AlarmState.Suppressed : Of(alarm);
}
