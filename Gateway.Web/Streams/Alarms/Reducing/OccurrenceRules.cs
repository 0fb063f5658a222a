namespace Gateway.Web.Streams.Alarms.Reducing;

/// <summary>When an occurrence of an alarm begins, and which value of <c>TimeAlarmOn</c> belongs to it.</summary>
internal static class OccurrenceRules
{
    private static readonly DateTime EarliestRealTime = new(1980, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Whether a time of the platform says that something happened: others mean never.</summary>
    public static bool IsRealTime(DateTime time) => time > EarliestRealTime;

    /// <summary>
    /// Whether <c>TimeAlarmOn</c> says another rise. A plant that was started anew says that the alarm never stood, which is no other rise.
    /// </summary>
    public static bool IsAnotherOn(AlarmTrack track) => track is { On: { } on, OccurrenceOn: { } bound } && on != bound && IsRealTime(on);

    /// <summary>A rise that was seen, or another time of the rise while it stands.</summary>
    public static bool IsRaised(AlarmTrack track, bool whenBoundOnly) => track.InAlarm == true && (track.Rising || (whenBoundOnly && IsAnotherOn(track)));

    /// <summary>
    /// At first sight: neither active nor acknowledged means either returned or never alarmed; only the times tell which.
    /// </summary>
    public static bool WaitsForAcknowledgement(AlarmTrack track) => track is { Acked: false, On: { } on }
        && IsRealTime(on) && (track.LastAckedOn is not { } acked || on > acked);

    /// <summary>
    /// Whether what <c>TimeAlarmOn</c> says may belong to the alarm as it is. A plant that was started anew says never until the time of its first rise
    /// arrives, which may be after the rise.
    /// </summary>
    public static bool MayBind(AlarmTrack track) => track.On is { } on && (IsRealTime(on) || track is { InAlarm: not true, Alarm.Occurrence: 0 });

    /// <summary>An occurrence begins.</summary>
    /// <param name="track">The alarm.</param>
    /// <param name="since">When it began, if that was seen.</param>
    public static AlarmTrack Begin(AlarmTrack track, DateTime? since)
    {
        // The time of the rise may have come before or after the rise itself.
        var former = track.OccurrenceOn ?? track.FormerOn;
        return track with
        {
            Rising = false,
            Since = since,
            OccurrenceOn = MayBind(track) && track.On != former ? track.On : null,
            FormerOn = former,
            SuspectOn = null,
            AcknowledgingBy = null,
        };
    }

    /// <summary>Binds the time of a rise that was seen before it.</summary>
    public static AlarmTrack Bind(AlarmTrack track) =>
        track.OccurrenceOn is null && track.On != track.FormerOn && MayBind(track) ? track with { OccurrenceOn = track.On } : track;
}
