using Gateway.Contracts;
using Gateway.Web.Platform.Recorder;

namespace Gateway.Web.Streams.Events;

/// <summary>What the flight recorder keeps of what a reader is told, apart from its events.</summary>
internal static class StreamOccurrence
{
    /// <param name="item">An item that the reader gets.</param>
    /// <param name="mode">The mode in force.</param>
    /// <returns>Null for an item of which nothing is kept.</returns>
    public static Occurrence? Of(StreamItem item, StreamMode mode) => item switch
    {
        StartedItem started => new(OccurrenceKind.StreamStarted) { Word = EnumWord.Of(mode), A = started.ResumedAfter },
        GapItem gap => new(OccurrenceKind.Gap) { Word = EnumWord.Of(gap.Reason), A = gap.RequestedAfter, B = gap.Missed ?? Occurrence.Absent },
        LaggedItem lagged => new(OccurrenceKind.Lagged) { A = lagged.Conflated, B = lagged.Dropped },
        ModeItem changed => new(OccurrenceKind.ModeChanged) { Word = EnumWord.Of(changed.Reason), A = changed.After },
        AccessItem => new(OccurrenceKind.RightsChanged),
        _ => null,
    };

    /// <summary>The end of a reader.</summary>
    public static void End(this OccurrenceRing ring, SubscriptionEnd end)
    {
        var kind = end.Code is not null ? OccurrenceKind.StreamFailed : end == SubscriptionEnd.Completed ? OccurrenceKind.StreamCompleted : OccurrenceKind.StreamLeft;
        ring.Note(new Occurrence(kind) { Code = end.Code });
        ring.End();
    }
}
