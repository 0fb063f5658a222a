using Gateway.Contracts;

namespace Gateway.Web.Streams.Alarms.Reducing;

/// <summary>
/// Compares an alarm with what its attributes say, and makes the transitions between the two. Used for one input.
/// </summary>
internal sealed class AlarmJudge(AlarmTrack track, AlarmCause cause, long next, DateTime now)
{
    private static readonly DateTime EarliestRealTime = new(1980, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly List<AlarmTransition> _transitions = [];
    private AlarmTrack _track = track;
    private long _next = next;
    private DateTime? _sourceTime;
    private DateTime? _callbackTime;

    /// <summary>After one value.</summary>
    public AlarmStep Judge(AlarmReading reading)
    {
        (_sourceTime, _callbackTime) = (reading.SourceTime, reading.CallbackTime);
        if (!JudgeKnown())
        {
            return Result();
        }

        if (IsRaised(whenBoundOnly: _track.Alarm.Condition == AlarmCondition.Active))
        {
            Raise(_track.Rising ? _track.InAlarmAt : _track.OnAt);
        }
        else if (_track.InAlarm == true && _track.LastCondition == AlarmCondition.Normal)
        {
            // The first known value of a session stands, and the rise was not seen.
            Raise(null);
        }

        return JudgeRest();
    }

    /// <summary>After the first values of a session.</summary>
    public AlarmStep JudgeFirst()
    {
        if (_track.LastCondition is null)
        {
            return JudgeNever();
        }

        return JudgeAgain(missedAtOnce: true);
    }

    /// <summary>After values that were read together.</summary>
    public AlarmStep JudgeAgain() => JudgeAgain(missedAtOnce: false);

    public AlarmStep JudgeDetails()
    {
        Add(AlarmTransitionKind.Changed, _track.Alarm);
        return Result();
    }

    public AlarmStep JudgeRemoved()
    {
        Add(AlarmTransitionKind.Removed, _track.Alarm with { Condition = AlarmCondition.Unknown, LastCondition = _track.LastCondition, UnknownSince = now });
        return Result();
    }

    // Seen for the first time: an alarm that stands is found, not raised, because it may have stood for long.
    private AlarmStep JudgeNever()
    {
        Use(_track.InAlarmAt, _track.InAlarmReceivedAt);
        if (!_track.Known)
        {
            if (_track.Alarm.Sequence == 0)
            {
                Add(AlarmTransitionKind.BecameUnknown, Described(_track.Alarm with { UnknownSince = _track.InAlarmAt ?? now, Quality = _track.Quality }));
            }

            return Result();
        }

        _track = _track with { OccurrenceOn = _track.On };
        if (_track.Rising)
        {
            Raise(_track.InAlarmAt);
        }
        else if (_track.InAlarm == true || WaitsForAcknowledgement())
        {
            _track = _track with { Alarm = Condition(_track.InAlarm!.Value) with { RaisedAt = _track.InAlarm!.Value ? _track.InAlarmAt : null } };
            Add(AlarmTransitionKind.Found, Acknowledgement(Described(_track.Alarm with { Occurrence = _next })));
        }
        else
        {
            var isShown = _track.Alarm.Sequence > 0;
            _track = _track with { Alarm = Described(Condition(active: false) with { Acknowledged = true }) };
            if (isShown || !AlarmStateRules.IsNormal(_track.Alarm))
            {
                Add(isShown ? AlarmTransitionKind.Restored : AlarmTransitionKind.Found, _track.Alarm);
            }
        }

        return JudgeRest();
    }

    // Neither active nor acknowledged means either returned or never alarmed; only the times tell which.
    private bool WaitsForAcknowledgement() => _track is { Acked: false, On: { } on }
        && on > EarliestRealTime && (_track.LastAckedOn is not { } acked || on > acked);

    private AlarmStep JudgeAgain(bool missedAtOnce)
    {
        Use(_track.InAlarmAt, _track.InAlarmReceivedAt);
        if (!JudgeKnown())
        {
            return Result();
        }

        if (IsRaised(whenBoundOnly: _track.Alarm.Condition == AlarmCondition.Active) || (_track.InAlarm == true && _track.LastCondition == AlarmCondition.Normal))
        {
            Raise(null);
        }
        else if (_track.InAlarm == false && IsAnotherOn)
        {
            JudgeMissed(missedAtOnce);
        }

        if (_track.InAlarm == true || _track.OccurrenceOn is null)
        {
            _track = _track with { OccurrenceOn = _track.On ?? _track.OccurrenceOn };
        }

        return JudgeRest();
    }

    // The alarm was raised and cleared without a callback. One reading of several attributes may fall between two scans, so only what
    // is read twice counts.
    private void JudgeMissed(bool atOnce)
    {
        if (!atOnce && _track.SuspectOn != _track.On)
        {
            _track = _track with { SuspectOn = _track.On };
            return;
        }

        var (inAlarm, acked) = (_track.InAlarm, _track.Acked);
        _track = _track with { InAlarm = true, SuspectOn = null };
        Raise(null);
        _track = _track with { InAlarm = inAlarm, Acked = acked };
    }

    // A plant that was started anew says that the alarm never stood, which is no other rise.
    private bool IsAnotherOn => _track is { On: { } on, OccurrenceOn: { } bound } && on != bound && on > EarliestRealTime;

    // A rise that was seen, or another time of the rise while it stands.
    private bool IsRaised(bool whenBoundOnly) => _track.InAlarm == true && (_track.Rising || (whenBoundOnly && IsAnotherOn));

    private bool JudgeKnown()
    {
        if (!_track.Known)
        {
            if (_track.Alarm.Condition != AlarmCondition.Unknown)
            {
                Add(AlarmTransitionKind.BecameUnknown, Described(_track.Alarm with
                {
                    Condition = AlarmCondition.Unknown,
                    LastCondition = _track.Alarm.Condition,
                    UnknownSince = _track.InAlarmAt ?? now,
                    Quality = _track.Quality,
                }));
            }

            return false;
        }

        if (_track.Alarm.Condition == AlarmCondition.Unknown)
        {
            Return();
        }

        return true;
    }

    // It is known again. When it is as it was, that is all; otherwise the difference follows.
    private void Return()
    {
        var last = _track.Alarm.LastCondition;
        if (last is null)
        {
            JudgeNever();
            return;
        }

        _track = _track with { Alarm = _track.Alarm with { Condition = last.Value, LastCondition = null, UnknownSince = null, Quality = _track.Quality } };
        if ((last == AlarmCondition.Active) == _track.InAlarm && !IsRaised(whenBoundOnly: true))
        {
            Add(AlarmTransitionKind.Restored, Described(_track.Alarm));
        }
    }

    private void Raise(DateTime? since)
    {
        // The time of the rise may have come before or after the rise itself.
        var former = _track.OccurrenceOn ?? _track.FormerOn;
        _track = _track with
        {
            Rising = false,
            Since = since,
            OccurrenceOn = _track.On != former ? _track.On : null,
            FormerOn = former,
            SuspectOn = null,
            AcknowledgingBy = null,
        };
        var alarm = Condition(active: true) with
        {
            Occurrence = _next,
            RaisedAt = since ?? _track.InAlarmAt,
            ClearedAt = null,
            Acknowledged = null,
            AcknowledgedAt = null,
            AcknowledgedBy = null,
            Comment = null,
            Value = null,
        };
        Add(AlarmTransitionKind.Raised, Acknowledgement(Described(alarm)));
    }

    private AlarmStep JudgeRest()
    {
        BindOn();
        if (_track is { InAlarm: false, Alarm.Condition: AlarmCondition.Active })
        {
            Add(AlarmTransitionKind.Cleared, Described(Condition(active: false) with { ClearedAt = _track.InAlarmAt }));
        }

        var alarm = Acknowledgement(Described(_track.Alarm with { Quality = _track.Quality }));
        if (alarm.Acknowledged == true && _track.Alarm.Acknowledged != true && alarm.Occurrence > 0)
        {
            Add(AlarmTransitionKind.Acknowledged, alarm with { AcknowledgedBy = _track.AcknowledgingBy });
            _track = _track with { AcknowledgingBy = null };
        }
        else if (Differs(alarm) && !(AlarmStateRules.IsNormal(alarm) && AlarmStateRules.IsNormal(_track.Alarm)))
        {
            Add(AlarmTransitionKind.Changed, alarm);
        }
        else
        {
            // What differs on a normal alarm is told with its next transition.
            _track = _track with { Alarm = alarm };
        }

        return Result();
    }

    // The time of a rise that was seen before it.
    private void BindOn()
    {
        if (_track.OccurrenceOn is null && _track.On != _track.FormerOn)
        {
            _track = _track with { OccurrenceOn = _track.On };
        }
    }

    private bool Differs(Alarm alarm)
    {
        var shown = _track.Alarm;
        return alarm.Acknowledged != shown.Acknowledged || alarm.Suppression != shown.Suppression || alarm.Comment != shown.Comment
            || alarm.Priority != shown.Priority || alarm.Quality != shown.Quality;
    }

    private Alarm Condition(bool active) => _track.Alarm with
    {
        Condition = active ? AlarmCondition.Active : AlarmCondition.Normal,
        LastCondition = null,
        UnknownSince = null,
        Quality = _track.Quality,
    };

    private Alarm Acknowledgement(Alarm alarm)
    {
        // Nothing can be unacknowledged that was acknowledged or has not stood: only a rise can make it so.
        if (alarm.Condition == AlarmCondition.Normal && (alarm.Acknowledged == true || alarm.Occurrence == 0))
        {
            return alarm.Occurrence == 0 ? alarm with { Acknowledged = true } : alarm with { Comment = CommentOf() };
        }

        var counts = _track.Since is not { } since || _track.AckedAt >= since || _track.NotAckedAt >= since;
        var acknowledged = _track.Acked is null && _track.Since is null ? (bool?)null : _track.Acked == true && counts;
        return alarm with
        {
            Acknowledged = acknowledged,
            AcknowledgedAt = acknowledged != true ? null : alarm.Acknowledged == true ? alarm.AcknowledgedAt : _track.AckedAt,
            AcknowledgedBy = acknowledged == true ? alarm.AcknowledgedBy : null,
            Comment = acknowledged == true ? CommentOf() : null,
        };
    }

    private string? CommentOf() => _track.Since is null || _track.MessageAt >= _track.Since ? _track.Message : null;

    private Alarm Described(Alarm alarm) => alarm with { Suppression = SuppressionRules.Of(_track), Priority = _track.Priority ?? alarm.Priority };

    private void Use(DateTime? sourceTime, DateTime? callbackTime) => (_sourceTime, _callbackTime) = (sourceTime, callbackTime);

    private void Add(AlarmTransitionKind kind, Alarm alarm)
    {
        var numbered = alarm with { Sequence = _next };
        _transitions.Add(new AlarmTransition
        {
            Sequence = _next++,
            At = now,
            Kind = kind,
            Cause = cause,
            SourceTime = _sourceTime,
            CallbackTime = _callbackTime,
            Alarm = numbered,
        });
        _track = _track with { Alarm = numbered };
    }

    private AlarmStep Result() => new(_track, _transitions);
}
