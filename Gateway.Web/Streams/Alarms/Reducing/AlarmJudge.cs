using Gateway.Contracts;

namespace Gateway.Web.Streams.Alarms.Reducing;

/// <summary>
/// Compares an alarm with what its attributes say, and makes the transitions between the two. Used for one input.
/// </summary>
internal sealed class AlarmJudge(AlarmTranscript made)
{
    private AlarmTrack Track
    {
        get => made.Track;
        set => made.Track = value;
    }

    /// <summary>After one value.</summary>
    public AlarmStep Judge(AlarmReading reading)
    {
        made.At(reading.SourceTime, reading.CallbackTime);
        if (!JudgeKnown())
        {
            return made.ToStep();
        }

        if (OccurrenceRules.IsRaised(Track, whenBoundOnly: Track.Alarm.Condition == AlarmCondition.Active))
        {
            Raise(Track.Rising ? Track.InAlarmAt : Track.OnAt);
        }
        else if (Track.InAlarm == true && Track.LastCondition == AlarmCondition.Normal)
        {
            // The first known value of a session stands, and the rise was not seen. What Acked said before may belong to the occurrence before.
            Raise(Track.InAlarmAt);
        }

        return JudgeRest();
    }

    /// <summary>After the first values of a session.</summary>
    public AlarmStep JudgeFirst()
    {
        if (Track.LastCondition is null)
        {
            return JudgeNever();
        }

        return JudgeAgain(missedAtOnce: true);
    }

    /// <summary>After values that were read together.</summary>
    public AlarmStep JudgeAgain() => JudgeAgain(missedAtOnce: false);

    public AlarmStep JudgeDetails()
    {
        made.Add(AlarmTransitionKind.Changed, Track.Alarm);
        return made.ToStep();
    }

    public AlarmStep JudgeRemoved()
    {
        made.Add(AlarmTransitionKind.Removed, Track.Alarm with { Condition = AlarmCondition.Unknown, LastCondition = Track.LastCondition, UnknownSince = made.Now });
        return made.ToStep();
    }

    // Seen for the first time: an alarm that stands is found, not raised, because it may have stood for long.
    private AlarmStep JudgeNever()
    {
        made.At(Track.InAlarmAt, Track.InAlarmReceivedAt);
        if (!Track.Known)
        {
            if (Track.Alarm.Sequence == 0)
            {
                made.Add(AlarmTransitionKind.BecameUnknown, Described(Track.Alarm with { UnknownSince = Track.InAlarmAt ?? made.Now, Quality = Track.Quality }));
            }

            return made.ToStep();
        }

        Track = Track with { OccurrenceOn = OccurrenceRules.MayBind(Track) ? Track.On : null };
        if (Track.Rising)
        {
            Raise(Track.InAlarmAt);
        }
        else if (Track.InAlarm == true || OccurrenceRules.WaitsForAcknowledgement(Track))
        {
            Track = Track with { Alarm = Condition(Track.InAlarm!.Value) with { RaisedAt = Track.InAlarm!.Value ? Track.InAlarmAt : null } };
            made.Add(AlarmTransitionKind.Found, AcknowledgementRules.Of(Track, Described(Track.Alarm with { Occurrence = made.Next })));
        }
        else
        {
            var isShown = Track.Alarm.Sequence > 0;
            Track = Track with { Alarm = Described(Condition(active: false) with { Acknowledged = true }) };
            if (isShown || !AlarmStateRules.IsNormal(Track.Alarm))
            {
                made.Add(isShown ? AlarmTransitionKind.Restored : AlarmTransitionKind.Found, Track.Alarm);
            }
        }

        return JudgeRest();
    }

    private AlarmStep JudgeAgain(bool missedAtOnce)
    {
        made.At(Track.InAlarmAt, Track.InAlarmReceivedAt);
        if (!JudgeKnown())
        {
            return made.ToStep();
        }

        if (OccurrenceRules.IsRaised(Track, whenBoundOnly: Track.Alarm.Condition == AlarmCondition.Active) || (Track.InAlarm == true && Track.LastCondition == AlarmCondition.Normal))
        {
            Raise(null);
        }
        else if (Track.InAlarm == false && OccurrenceRules.IsAnotherOn(Track))
        {
            JudgeMissed(missedAtOnce);
        }

        if ((Track.InAlarm == true || Track.OccurrenceOn is null) && OccurrenceRules.MayBind(Track))
        {
            Track = Track with { OccurrenceOn = Track.On };
        }

        return JudgeRest();
    }

    // The alarm was raised and cleared without a callback. One reading of several attributes may fall between two scans, so only what
    // is read twice counts.
    private void JudgeMissed(bool atOnce)
    {
        if (!atOnce && Track.SuspectOn != Track.On)
        {
            Track = Track with { SuspectOn = Track.On };
            return;
        }

        var (inAlarm, acked) = (Track.InAlarm, Track.Acked);
        Track = Track with { InAlarm = true, SuspectOn = null };
        Raise(null);
        Track = Track with { InAlarm = inAlarm, Acked = acked };
    }

    private bool JudgeKnown()
    {
        if (!Track.Known)
        {
            if (Track.Alarm.Condition != AlarmCondition.Unknown)
            {
                made.Add(AlarmTransitionKind.BecameUnknown, Described(Track.Alarm with
                {
                    Condition = AlarmCondition.Unknown,
                    LastCondition = Track.Alarm.Condition,
                    UnknownSince = Track.InAlarmAt ?? made.Now,
                    Quality = Track.Quality,
                }));
            }

            JudgeAcknowledged(AcknowledgementRules.Of(Track, Track.Alarm));
            return false;
        }

        if (Track.Alarm.Condition == AlarmCondition.Unknown)
        {
            Return();
        }

        return true;
    }

    // It is known again. When it is as it was, that is all; otherwise the difference follows.
    private void Return()
    {
        var last = Track.Alarm.LastCondition;
        if (last is null)
        {
            JudgeNever();
            return;
        }

        Track = Track with { Alarm = Track.Alarm with { Condition = last.Value, LastCondition = null, UnknownSince = null, Quality = Track.Quality } };
        if ((last == AlarmCondition.Active) == Track.InAlarm && !OccurrenceRules.IsRaised(Track, whenBoundOnly: true))
        {
            made.Add(AlarmTransitionKind.Restored, Described(Track.Alarm));
        }
    }

    private void Raise(DateTime? since)
    {
        Track = OccurrenceRules.Begin(Track, since);
        var alarm = Condition(active: true) with
        {
            Occurrence = made.Next,
            RaisedAt = since ?? Track.InAlarmAt,
            ClearedAt = null,
            Acknowledged = null,
            AcknowledgedAt = null,
            AcknowledgedBy = null,
            Comment = null,
            Value = null,
        };
        made.Add(AlarmTransitionKind.Raised, AcknowledgementRules.Of(Track, Described(alarm)));
    }

    private AlarmStep JudgeRest()
    {
        Track = OccurrenceRules.Bind(Track);
        if (Track is { InAlarm: false, Alarm.Condition: AlarmCondition.Active })
        {
            made.Add(AlarmTransitionKind.Cleared, Described(Condition(active: false) with { ClearedAt = Track.InAlarmAt }));
        }

        var alarm = AcknowledgementRules.Of(Track, Described(Track.Alarm with { Quality = Track.Quality }));
        if (JudgeAcknowledged(alarm))
        {
            return made.ToStep();
        }

        if (Differs(alarm) && !(AlarmStateRules.IsNormal(alarm) && AlarmStateRules.IsNormal(Track.Alarm)))
        {
            made.Add(AlarmTransitionKind.Changed, alarm);
        }
        else
        {
            // What differs on a normal alarm is told with its next transition.
            Track = Track with { Alarm = alarm };
        }

        return made.ToStep();
    }

    // Also while the condition is not known: the next rise would hide it.
    private bool JudgeAcknowledged(Alarm alarm)
    {
        if (alarm.Acknowledged != true || Track.Alarm.Acknowledged == true || alarm.Occurrence == 0)
        {
            return false;
        }

        made.Add(AlarmTransitionKind.Acknowledged, alarm with { AcknowledgedBy = Track.AcknowledgingBy });
        Track = Track with { AcknowledgingBy = null };
        return true;
    }

    private bool Differs(Alarm alarm)
    {
        var shown = Track.Alarm;
        return alarm.Acknowledged != shown.Acknowledged || alarm.Suppression != shown.Suppression || alarm.Comment != shown.Comment
            || alarm.Priority != shown.Priority || alarm.Quality != shown.Quality || alarm.Chattering != shown.Chattering;
    }

    private Alarm Condition(bool active) => Track.Alarm with
    {
        Condition = active ? AlarmCondition.Active : AlarmCondition.Normal,
        LastCondition = null,
        UnknownSince = null,
        Quality = Track.Quality,
    };

    private Alarm Described(Alarm alarm) => alarm with
    {
        Suppression = SuppressionRules.Of(Track),
        Priority = Track.Priority ?? alarm.Priority,
        Chattering = ChatteringRules.Of(Track),
    };
}
