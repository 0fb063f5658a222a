using Gateway.Contracts;

namespace Gateway.Web.Streams.Alarms.Reducing;

/// <summary>
/// Makes alarms and their transitions of attribute values. Pure: the same values make the same alarm, whatever the order in which those
/// of different attributes arrive. README.md lists the rules.
/// </summary>
internal static class AlarmReducer
{
    /// <summary>Applies one value.</summary>
    /// <param name="track">The alarm before.</param>
    /// <param name="reading">The value.</param>
    /// <param name="next">The sequence of the next transition.</param>
    /// <param name="now">When transitions are recorded.</param>
    public static AlarmStep Apply(AlarmTrack track, AlarmReading reading, long next, DateTime now)
    {
        var received = Receive(track, reading);
        if (!received.Settled)
        {
            return received.IsComplete ? Settle(received, next, now) : new AlarmStep(received);
        }

        var cause = reading.Attribute == AlarmAttribute.InAlarm && reading.IsGood && !track.Known ? AlarmCause.Reconciled : reading.Cause;
        return new AlarmJudge(new AlarmTranscript(received, cause, next, now)).Judge(reading);
    }

    /// <summary>
    /// Compares with what was known before, because all first values are there, or because they were waited for long enough. What is
    /// still missing is not known.
    /// </summary>
    public static AlarmStep Settle(AlarmTrack track, long next, DateTime now) =>
        track.Settled ? new AlarmStep(track) : Reconcile(track with { Settled = true }, next, now).JudgeFirst();

    /// <summary>
    /// Applies values that were read again. The reads of one alarm come together and are newer than every value that was applied
    /// before.
    /// </summary>
    public static AlarmStep Compare(AlarmTrack track, IReadOnlyList<AlarmReading> readings, long next, DateTime now)
    {
        var received = readings.Aggregate(track, Receive) with { Rising = track.Rising };
        if (readings.Any(reading => reading.Attribute == AlarmAttribute.Acked && reading.AsBoolean() == true))
        {
            // It was read after every rise that was seen, also when the rise was seen late and seems to be the later one.
            received = received with { Since = null };
        }

        return received.Settled ? Reconcile(received, next, now).JudgeAgain() : Settle(received, next, now);
    }

    /// <summary>The session that the values came from is lost: nothing is known of the next one yet. The alarm stays as it was.</summary>
    public static AlarmTrack Forget(AlarmTrack track) => track with
    {
        Settled = false,
        InAlarm = null,
        Known = false,
        Quality = 0,
        InAlarmAt = null,
        InAlarmReceivedAt = null,
        Rising = false,
        Acked = null,
        AckedAt = null,
        NotAckedAt = null,
        On = null,
        OnAt = null,
        SuspectOn = null,
        AcknowledgingBy = null,
    };

    /// <summary>Applies what does not decide the state.</summary>
    public static AlarmStep Describe(AlarmTrack track, AlarmDetails details, long next, DateTime now)
    {
        var described = track with
        {
            Alarm = track.Alarm with
            {
                Area = details.Area ?? track.Alarm.Area,
                Description = details.Description ?? track.Alarm.Description,
                Unit = details.Unit ?? track.Alarm.Unit,
                Value = details.Value ?? track.Alarm.Value,
                Limit = details.Limit ?? track.Alarm.Limit,
            },
        };
        // What a normal alarm is called is told with its next transition.
        return described.Alarm == track.Alarm || AlarmStateRules.IsNormal(described.Alarm) || !track.Settled
            ? new AlarmStep(described)
            : Reconcile(described, next, now).JudgeDetails();
    }

    /// <summary>The alarm is no longer watched.</summary>
    public static AlarmStep Remove(AlarmTrack track, long next, DateTime now) => Reconcile(track, next, now).JudgeRemoved();

    private static AlarmJudge Reconcile(AlarmTrack track, long next, DateTime now) => new(new AlarmTranscript(track, AlarmCause.Reconciled, next, now));

    private static AlarmTrack Receive(AlarmTrack track, AlarmReading reading) => reading.Attribute switch
    {
        AlarmAttribute.InAlarm => ReceiveInAlarm(track, reading),
        AlarmAttribute.Acked => track with
        {
            Acked = reading.AsBoolean(),
            AckedAt = reading.Time,
            NotAckedAt = reading.AsBoolean() == false ? reading.Time : track.NotAckedAt,
        },
        AlarmAttribute.AckMsg when reading.AsText() is { } text => track with { Message = text.Length == 0 ? null : text, MessageAt = reading.Time },
        AlarmAttribute.TimeAlarmOn when reading.AsTime() is { } on => ChatteringRules.TurnedOn(track, on) with { On = on, OnAt = reading.Time },
        AlarmAttribute.TimeAlarmAcked when reading.AsTime() is { } acked => track with { LastAckedOn = acked },
        AlarmAttribute.Priority when reading.AsInteger() is { } priority => track with { Priority = priority },
        AlarmAttribute.AlarmMode => track with { Mode = reading.AsText() ?? "" },
        AlarmAttribute.AlarmShelved => track with { Shelved = reading.AsBoolean() },
        AlarmAttribute.AlarmInhibit => track with { Inhibited = reading.AsBoolean() },
        _ => track,
    };

    private static AlarmTrack ReceiveInAlarm(AlarmTrack track, AlarmReading reading)
    {
        var inAlarm = reading.AsBoolean();
        var counted = inAlarm == true && track.InAlarm == false ? ChatteringRules.Risen(track, reading.Time) : track;
        return counted with
        {
            InAlarm = inAlarm ?? track.InAlarm,
            Known = inAlarm is not null,
            Quality = reading.Quality,
            InAlarmAt = reading.Time,
            InAlarmReceivedAt = reading.CallbackTime,
            Rising = inAlarm is null ? track.Rising : inAlarm.Value && (track.Rising || track.InAlarm == false),
        };
    }
}
