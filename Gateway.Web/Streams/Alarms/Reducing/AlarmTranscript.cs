using Gateway.Contracts;

namespace Gateway.Web.Streams.Alarms.Reducing;

/// <summary>What one input makes of an alarm: the track as it is so far, and the numbered transitions up to there.</summary>
/// <param name="track">The alarm before the input.</param>
/// <param name="cause">Why the transitions happen.</param>
/// <param name="next">The sequence of the first transition.</param>
/// <param name="now">When the transitions are recorded.</param>
internal sealed class AlarmTranscript(AlarmTrack track, AlarmCause cause, long next, DateTime now)
{
    private readonly List<AlarmTransition> _transitions = [];
    private DateTime? _sourceTime;
    private DateTime? _callbackTime;

    public AlarmTrack Track { get; set; } = track;

    /// <summary>The sequence of the next transition.</summary>
    public long Next { get; private set; } = next;

    public DateTime Now => now;

    /// <summary>The times that the following transitions have.</summary>
    public void At(DateTime? sourceTime, DateTime? callbackTime) => (_sourceTime, _callbackTime) = (sourceTime, callbackTime);

    public void Add(AlarmTransitionKind kind, Alarm alarm)
    {
        var numbered = alarm with { Sequence = Next };
        _transitions.Add(new AlarmTransition
        {
            Sequence = Next++,
            At = now,
            Kind = kind,
            Cause = cause,
            SourceTime = _sourceTime,
            CallbackTime = _callbackTime,
            Alarm = numbered,
        });
        Track = Track with { Alarm = numbered };
    }

    public AlarmStep ToStep() => new(Track, _transitions);
}
