using Gateway.Contracts;

namespace Gateway.Web.Streams.Alarms.Reducing;

/// <summary>What suppresses an alarm; the most restrictive one counts.</summary>
internal static class SuppressionRules
{
    public static AlarmSuppression Of(AlarmTrack track) => track switch
    {
        { Inhibited: true } => AlarmSuppression.Disabled,
        { Mode: "" } => AlarmSuppression.Unknown,
        { Mode: { } mode } when mode.StartsWith("Disable", StringComparison.OrdinalIgnoreCase) => AlarmSuppression.Disabled,
        { Shelved: true } => AlarmSuppression.Shelved,
        { Mode: { } mode } when mode.StartsWith("Silence", StringComparison.OrdinalIgnoreCase) => AlarmSuppression.Silenced,
        _ => AlarmSuppression.None,
    };
}
