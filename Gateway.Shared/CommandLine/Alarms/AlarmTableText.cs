using System.Globalization;
using Gateway.Client;
using Gateway.CommandLine.Output;
using Gateway.Contracts;

namespace Gateway.CommandLine.Alarms;

/// <summary>Alarms for people.</summary>
internal static class AlarmTableText
{
    public static TextTable Of(IEnumerable<Alarm> alarms) => TextTable.Of(
        alarms.OrderBy(alarm => alarm.Priority ?? int.MaxValue).ThenBy(alarm => alarm.Reference, StringComparer.OrdinalIgnoreCase),
        ["alarm", "state", "priority", "since", "value", "limit", "description", "comment"],
        alarm =>
        [
            alarm.Reference, StateOf(alarm), alarm.Priority?.ToString(CultureInfo.InvariantCulture), ValueText.OfTime(alarm.RaisedAt), ValueText.Of(alarm.Value), ValueText.Of(alarm.Limit),
            alarm.Description, alarm.Comment,
        ]);

    public static string LineOf(AlarmTransition transition) => Results.Columns(
        ValueText.OfTime(transition.At), $"{transition.Kind}".ToLowerInvariant(), transition.Alarm.Reference, StateOf(transition.Alarm), transition.Alarm.Description, transition.Alarm.AcknowledgedBy);

    public static string StateOf(Alarm alarm) =>
        $"{AlarmClassifier.Of(alarm)}{(AlarmClassifier.IsSuppressed(alarm) ? $", {alarm.Suppression}" : "")}".ToLowerInvariant();
}
