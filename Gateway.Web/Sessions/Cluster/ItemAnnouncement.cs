using System.Buffers;
using Gateway.Protocol;
using Gateway.Serialization;
using Gateway.Web.Sessions.Cluster.JetStream;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>Puts what is told of items into messages: the worker's <c>state</c> frame, in as many parts as its size needs.</summary>
internal static class ItemAnnouncement
{
    /// <param name="frame">What is told.</param>
    /// <param name="last">The last sequence that the subject accounts for.</param>
    /// <param name="through">The latest event that the gateway has received; a removed item has none after it.</param>
    /// <param name="most">Largest body of a message.</param>
    public static IEnumerable<LogMessage> Of(StateFrame frame, long last, long through, int most)
    {
        var bodies = Divide(frame, most).ToList();
        return bodies.Select((body, i) => new LogMessage(LogMessageKind.Items, last) { Through = through, Part = (i + 1, bodies.Count), Body = body });
    }

    private static IEnumerable<byte[]> Divide(StateFrame frame, int most)
    {
        var output = new ArrayBufferWriter<byte>();
        WireSerializer.Serialize(output, frame);
        return output.WrittenCount <= most || Count(frame) <= 1
            ? [output.WrittenSpan.ToArray()]
            : Halves(frame).SelectMany(half => Divide(half, most));
    }

    private static int Count(StateFrame frame) => frame.Items.Count + frame.Former.Count + frame.Removed.Count;

    private static IEnumerable<StateFrame> Halves(StateFrame frame)
    {
        var half = Count(frame) / 2;
        return
        [
            frame with { Items = Take(frame.Items, half, 0), Former = Take(frame.Former, half, frame.Items.Count), Removed = Take(frame.Removed, half, frame.Items.Count + frame.Former.Count) },
            frame with { Items = Skip(frame.Items, half, 0), Former = Skip(frame.Former, half, frame.Items.Count), Removed = Skip(frame.Removed, half, frame.Items.Count + frame.Former.Count) },
        ];
    }

    private static T[] Take<T>(IReadOnlyList<T> all, int count, int before) => [.. all.Take(Math.Max(0, count - before))];

    private static T[] Skip<T>(IReadOnlyList<T> all, int count, int before) => [.. all.Skip(Math.Max(0, count - before))];
}
