namespace Gateway.Web.Streams.Alarms.Reducing;

/// <summary>
/// How often an alarm is raised. Rises of <c>InAlarm</c> and values of <c>TimeAlarmOn</c> are counted apart, each by its own times in its own
/// order, and the larger number counts: one attribute may miss what the other one has, and together they would count an occurrence twice. A value of
/// <c>TimeAlarmOn</c> from before the last rise is not the last one, so its number does not count. So the result does not depend on how the
/// callbacks of the two come between each other.
/// </summary>
internal static class ChatteringRules
{
    /// <summary>An alarm that is raised less often in a minute does not chatter.</summary>
    private const int Least = 3;

    /// <summary>The number of raises in the minute up to the last one; null when the alarm does not chatter.</summary>
    public static int? Of(AlarmTrack track)
    {
        var isBehind = track.Rises.Times is [.., var last] && !(track.OnAt >= last);
        var count = isBehind ? track.Rises.Times.Count : Math.Max(track.Rises.Times.Count, track.Ons.Times.Count);
        return count >= Least ? count : null;
    }

    /// <summary>A rise of <c>InAlarm</c> was received.</summary>
    public static AlarmTrack Risen(AlarmTrack track, DateTime? time) => time is { } at ? track with { Rises = track.Rises.With(at) } : track;

    /// <summary>A value of <c>TimeAlarmOn</c> was received; another session says the same one again.</summary>
    public static AlarmTrack TurnedOn(AlarmTrack track, DateTime on) =>
        !OccurrenceRules.IsRealTime(on) || (track.Ons.Times is [.., var last] && last == on) ? track : track with { Ons = track.Ons.With(on) };
}
