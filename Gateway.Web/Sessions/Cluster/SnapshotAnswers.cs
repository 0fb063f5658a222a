using Gateway.Contracts;
using Gateway.Protocol;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>Gives edges the items and the latest values of this gateway's sessions, when the log no longer has all of them.</summary>
internal sealed class SnapshotAnswers(SessionManager sessions, ClusterGate gate, OwnerIdentity owner, ClusterCondition condition)
{
    /// <summary>Answers until it is cancelled.</summary>
    public async Task RunAsync(TimeProvider time, TimeSpan retry, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var link = await gate.WaitAsync(cancellationToken);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, link.Lost);
            try
            {
                await link.Requests.AnswerAsync(owner.Instance, request => Answer(request.SessionId, link.Requests.MaxBody), both.Token);
            }
            catch (Exception error)
            {
                if (!both.IsCancellationRequested)
                {
                    condition.AnswersFailed(error.Message);
                }
            }

            await Task.Delay(retry, time, cancellationToken);
        }
    }

    private IEnumerable<(string Epoch, LogMessage Message)> Answer(string sessionId, int most)
    {
        var session = sessions.Find(sessionId);
        var known = session is { Node: null, Distributor.Epoch.Length: > 0 } ? session.Distributor : null;
        var messages = known is null ? [] : MessagesOf(known, most);
        return messages.Append(new LogMessage(LogMessageKind.End, 0) { Body = new byte[1] }).Select(message => (known?.Epoch ?? "none", message));
    }

    private static IEnumerable<LogMessage> MessagesOf(EventDistributor distributor, int most)
    {
        // Items first: a value of an item that is added in between is also in the log.
        using var news = distributor.Items.Follow(static () => { });
        var table = news.Take();
        using var reader = distributor.SubscribeInternal("cluster", new StreamRequest { Snapshot = SnapshotPolicy.Always });
        var started = reader.TryNext();
        var snapshot = started is StartedItem ? reader.TryNext() as OutgoingSnapshot : null;
        var asOf = snapshot?.AsOf ?? 0;
        return
        [
            .. table.SelectMany(frame => ItemAnnouncement.Of(frame, asOf, asOf, most)),
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
