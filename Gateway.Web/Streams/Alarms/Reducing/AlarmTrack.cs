using Gateway.Contracts;

namespace Gateway.Web.Streams.Alarms.Reducing;

/// <summary>
/// Everything that is known of one alarm: what readers see of it, and what the attributes said last. Immutable. It is stored with each
/// commit of the log, so that a restarted gateway goes on as if nothing had happened.
/// </summary>
internal sealed record AlarmTrack
{
    public required Alarm Alarm { get; init; }

    /// <summary>
    /// Whether the present session's first values were compared. Until then nothing is concluded: an attribute that has not been
    /// received yet is not an attribute that has changed.
    /// </summary>
    public bool Settled { get; init; }

    /// <summary>Last good value of <c>InAlarm</c>.</summary>
    public bool? InAlarm { get; init; }

    /// <summary>Whether the last value of <c>InAlarm</c> was good.</summary>
    public bool Known { get; init; }

    public int Quality { get; init; }

    /// <summary>Time of the last value of <c>InAlarm</c>, and when it was received.</summary>
    public DateTime? InAlarmAt { get; init; }

    public DateTime? InAlarmReceivedAt { get; init; }

    /// <summary>A rise of <c>InAlarm</c> was seen that has no occurrence yet.</summary>
    public bool Rising { get; init; }

    /// <summary>
    /// When the present occurrence began, if that was seen: an acknowledgement from before does not count. Null when the occurrence was
    /// found or reconciled; then what <c>Acked</c> says counts.
    /// </summary>
    public DateTime? Since { get; init; }

    /// <summary>Last value of <c>Acked</c>; null when it is not good or not received.</summary>
    public bool? Acked { get; init; }

    public DateTime? AckedAt { get; init; }

    /// <summary>Time of the last value of <c>Acked</c> that was false.</summary>
    public DateTime? NotAckedAt { get; init; }

    /// <summary>Last value of <c>TimeAlarmOn</c>. Only compared with other values of it: its zone is not established.</summary>
    public DateTime? On { get; init; }

    public DateTime? OnAt { get; init; }

    /// <summary>The value of <c>TimeAlarmOn</c> that belongs to the present or last occurrence; null until it is received.</summary>
    public DateTime? OccurrenceOn { get; init; }

    /// <summary>While <see cref="OccurrenceOn"/> is not received: the value of <c>TimeAlarmOn</c> that belongs to the occurrence before.</summary>
    public DateTime? FormerOn { get; init; }

    /// <summary>A value of <c>TimeAlarmOn</c> without an alarm, which was seen once when reading again; a second time makes it an occurrence that was missed.</summary>
    public DateTime? SuspectOn { get; init; }

    /// <summary>Times of the latest rises of <c>InAlarm</c>.</summary>
    public RaiseTimes Rises { get; init; } = RaiseTimes.None;

    /// <summary>Latest values of <c>TimeAlarmOn</c>.</summary>
    public RaiseTimes Ons { get; init; } = RaiseTimes.None;

    /// <summary>Value of <c>TimeAlarmAcked</c>, which is read once.</summary>
    public DateTime? LastAckedOn { get; init; }

    public int? Priority { get; init; }

    public string? Message { get; init; }

    public DateTime? MessageAt { get; init; }

    public string? Mode { get; init; }

    public bool? Shelved { get; init; }

    public bool? Inhibited { get; init; }

    /// <summary>Subject that is acknowledging the present occurrence.</summary>
    public string? AcknowledgingBy { get; init; }

    /// <summary>An alarm that was never seen.</summary>
    public static AlarmTrack New(string reference) => new()
    {
        Alarm = new Alarm
        {
            Reference = reference,
            Condition = AlarmCondition.Unknown,
            Suppression = AlarmSuppression.None,
            Occurrence = 0,
            Quality = 0,
            Sequence = 0,
        },
    };

    /// <summary>The condition as it was known last; null when it never was.</summary>
    public AlarmCondition? LastCondition => Alarm.Condition == AlarmCondition.Unknown ? Alarm.LastCondition : Alarm.Condition;

    /// <summary>Whether all that decides the state was received.</summary>
    public bool IsComplete => Known && Acked is not null && On is not null;
}
