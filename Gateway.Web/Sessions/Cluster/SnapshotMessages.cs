using Gateway.Contracts;
using Gateway.Protocol;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>Puts what an edge asks for into messages: the items, the events that the log lacks as far as history has them, the latest values.</summary>
internal static class SnapshotMessages
{
    /// <param name="distributor">What the owner has of the session.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="most">Largest body of a message.</param>
    public static IEnumerable<LogMessage> Of(EventDistributor distributor, SnapshotRequest request, int most)
    {
        // Items first: a value of an item that is added in between is also in the log.
        using var news = distributor.Items.Follow(static () => { });
        var table = news.Take();
        var events = MissingEvents.Of(distributor, request, most);
        using var reader = distributor.SubscribeInternal("cluster", new StreamRequest { Snapshot = SnapshotPolicy.Always });
        var snapshot = reader.TryNext() is StartedItem ? reader.TryNext() as OutgoingSnapshot : null;
        var asOf = snapshot?.AsOf ?? 0;
        // An edge that knows nothing of the session begins where the items are said to be.
        var begin = events is [var first, ..] ? first.First!.Value - 1 : request.Through ?? asOf;
        return
        [
            .. table.SelectMany(frame => ItemAnnouncement.Of(frame, begin, Math.Max(begin, asOf), most)),
            .. events,
            .. Divide(snapshot?.Rows, most).Select(body => new LogMessage(LogMessageKind.Latest, asOf) { Body = body }),
        ];
    }

    // As many rows in a message as fit, each message in the form of the worker's frame.
    private static IEnumerable<byte[]> Divide(EncodedRows? rows, int most)
    {
        var start = 0;
        for (var end = 0; rows is not null && end < rows.Count; end = start)
        {
            var bytes = ProtocolLimits.LatestPrefixBytes;
            for (; end < rows.Count && bytes + rows.Headers[end].Length <= most; end++)
            {
                bytes += rows.Headers[end].Length;
            }

            if (end > start)
            {
                yield return FrameOf(rows, start, end - start);
            }

            // A row that no message can hold is left out; the log does not have it either.
            start = Math.Max(end, start + 1);
        }
    }

    private static byte[] FrameOf(EncodedRows rows, int start, int count)
    {
        var encoded = rows.Rows(start, count);
        var body = new byte[ProtocolLimits.LatestPrefixBytes + encoded.Length];
        LatestFrame.WritePrefix(body, count);
        encoded.CopyTo(body.AsSpan(ProtocolLimits.LatestPrefixBytes));
        return body;
    }
}
