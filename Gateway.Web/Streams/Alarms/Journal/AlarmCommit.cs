using Gateway.Web.Streams.Alarms.Reducing;

namespace Gateway.Web.Streams.Alarms.Journal;

/// <summary>
/// What is written in one transaction: transitions, the alarms as they are after them, and the position of the session that they came
/// from. So a gateway that is killed at any moment finds the three in step: it neither loses a transition nor makes one twice.
/// </summary>
internal sealed record AlarmCommit
{
    public required IReadOnlyList<AlarmRecord> Records { get; init; }

    /// <summary>The alarms that are different.</summary>
    public required IReadOnlyCollection<AlarmTrack> Tracks { get; init; }

    /// <summary>References of alarms that are no longer watched.</summary>
    public IReadOnlyCollection<string> Removed { get; init; } = [];

    /// <summary>Null when the alarms did not come from a session's events.</summary>
    public AlarmPosition? Position { get; init; }

    public bool IsEmpty => Records.Count == 0 && Tracks.Count == 0 && Removed.Count == 0 && Position is null;
}
