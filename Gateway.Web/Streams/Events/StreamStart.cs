using Gateway.Contracts;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// Where a stream begins. It is decided under the same lock as the registration, so that no event is lost between the two.
/// </summary>
internal readonly record struct StreamStart(long Cursor, GapReason? Gap, bool Snapshot)
{
    /// <summary>The resume rules of the hub contract.</summary>
    /// <param name="request">What the client asked for.</param>
    /// <param name="epoch">The numbering of the events.</param>
    /// <param name="history">The events.</param>
    /// <param name="mayLag"><see cref="EventDistributor.MayLag"/>.</param>
    public static StreamStart Of(StreamRequest request, string epoch, EventHistory history, bool mayLag)
    {
        var afterGap = request.Snapshot != SnapshotPolicy.None;
        var restart = new StreamStart(afterGap ? history.Latest : history.GoneThrough, null, afterGap);
        if (request.ResumeAfter is not { } resumeAfter)
        {
            return new StreamStart(history.Latest, null, request.Snapshot == SnapshotPolicy.Always);
        }

        if (request.Epoch is not null && request.Epoch != epoch)
        {
            return restart with { Gap = GapReason.EpochChanged };
        }

        if (resumeAfter > history.Latest)
        {
            return request.Epoch is null || mayLag
                ? new StreamStart(resumeAfter, null, false)
                : new StreamStart(history.Latest, GapReason.Ahead, afterGap);
        }

        return resumeAfter < history.GoneThrough
            ? restart with { Gap = GapReason.Evicted }
            : new StreamStart(resumeAfter, null, false);
    }
}
