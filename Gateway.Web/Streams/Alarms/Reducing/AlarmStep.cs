using Gateway.Contracts;

namespace Gateway.Web.Streams.Alarms.Reducing;

/// <summary>What one input made of an alarm: the track after it, and the transitions that it caused, numbered.</summary>
internal readonly record struct AlarmStep(AlarmTrack Track, IReadOnlyList<AlarmTransition> Transitions)
{
    public AlarmStep(AlarmTrack track)
        : this(track, [])
    {
    }
}
