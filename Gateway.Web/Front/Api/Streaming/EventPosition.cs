using Gateway.Contracts;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Front.Api.Streaming;

/// <summary>
/// Follows the position from which a reader of a session's stream continues after a cut. While a snapshot is due, it stays: a stream that
/// continued from behind the announcement would not have the snapshot.
/// </summary>
internal sealed class EventPosition(StreamRequest request)
{
    private string _epoch = "";

    public string? After(StreamItem item)
    {
        if (item is StartedItem started)
        {
            _epoch = started.Epoch;
        }

        return SequenceAfter(item) is { } sequence ? new StreamPoint(_epoch, sequence).ToString() : null;
    }

    private long? SequenceAfter(StreamItem item) => item switch
    {
        StartedItem started => AfterStart(started),
        OutgoingEvents events => events.Last,
        OutgoingSnapshot snapshot => snapshot.AsOf,
        IdleItem idle => idle.Sequence,
        GapItem gap => request.Snapshot == SnapshotPolicy.None ? Math.Max(gap.Oldest - 1, 0) : null,
        _ => null,
    };

    // A position of another epoch holds until the gap that follows has come.
    private long? AfterStart(StartedItem started) => request.ResumeAfter is { } after
        ? request.Epoch is null || request.Epoch == started.Epoch ? after : null
        : request.Snapshot == SnapshotPolicy.Always ? null : started.ResumedAfter;
}
