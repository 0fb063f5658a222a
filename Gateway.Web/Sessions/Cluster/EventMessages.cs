using System.Text.Json;
using Gateway.Contracts;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>Puts what a reader gets into messages that the server takes, without copying or encoding a row.</summary>
internal static class EventMessages
{
    /// <summary>The reason of a gap for an event that is larger than the server's largest message.</summary>
    public const string TooLarge = "tooLarge";

    /// <param name="events">Events without holes.</param>
    /// <param name="target">Largest body, unless a single event is larger.</param>
    /// <param name="most">Largest body that the server takes.</param>
    public static IEnumerable<LogMessage> Of(OutgoingEvents events, int target, int most) =>
        ((ISplicedItem)events).EncodedLength <= target ? [Message(events.First, [.. events.Slices])] : Divide(events, target, most);

    /// <summary>The gap of a reader; null when the events that it names are not missing, because the numbering begins anew or is behind the log.</summary>
    public static LogMessage? Of(GapItem gap)
    {
        var first = gap.Reason == GapReason.EpochChanged ? 1 : gap.RequestedAfter + 1;
        return first < gap.Oldest
            ? new LogMessage(LogMessageKind.Gap, gap.Oldest - 1) { First = first, Reason = JsonNamingPolicy.CamelCase.ConvertName(gap.Reason.ToString()) }
            : null;
    }

    private static IEnumerable<LogMessage> Divide(OutgoingEvents events, int target, int most)
    {
        var slices = new List<RowSlice>();
        var (first, bytes) = (events.First, 0);
        foreach (var (rows, index) in events.Slices.SelectMany(slice => Enumerable.Range(slice.Start, slice.Count).Select(index => (slice.Rows, index))))
        {
            var (sequence, length) = (rows.Headers[index].Sequence, rows.Headers[index].Length);
            if (bytes > 0 && bytes + length > target)
            {
                yield return Message(first, slices);
                (slices, first, bytes) = ([], sequence, 0);
            }

            if (length > most)
            {
                yield return new LogMessage(LogMessageKind.Gap, sequence) { First = sequence, Reason = TooLarge };
                first = sequence + 1;
                continue;
            }

            RowSlice.Append(slices, rows, index);
            bytes += length;
        }

        if (bytes > 0)
        {
            yield return Message(first, slices);
        }
    }

    private static LogMessage Message(long first, List<RowSlice> slices) =>
        new(LogMessageKind.Events, first + slices.Sum(slice => slice.Count) - 1) { First = first, Rows = slices };
}
