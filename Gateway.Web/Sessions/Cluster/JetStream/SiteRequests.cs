using System.Runtime.CompilerServices;
using NATS.Client.Core;

namespace Gateway.Web.Sessions.Cluster.JetStream;

/// <summary>
/// Requests between nodes, and their answers: messages as in the log, the last of which is an <see cref="LogMessageKind.End"/>. May be used
/// on any thread.
/// </summary>
internal sealed class SiteRequests(NatsConnection connection, SiteNames names, string writer)
{
    /// <summary>Requests that wait; further ones are dropped and get no answer.</summary>
    private const int MaxWaiting = 100;

    /// <summary>Largest number of messages of an answer.</summary>
    private const int MaxMessages = 20_000;

    private const string Inbox = "_INBOX.";

    /// <summary>Largest body of a message of an answer.</summary>
    public int MaxBody => SiteLog.MaxBodyOf(connection);

    /// <summary>Answers requests for snapshots, one after the other, until it is cancelled.</summary>
    /// <param name="instance">The instance of this owner's store.</param>
    /// <param name="answer">The answer to a request, with the numbering of each message.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task AnswerAsync(string instance, Func<SnapshotRequest, IEnumerable<(string Epoch, LogMessage Message)>> answer, CancellationToken cancellationToken)
    {
        var options = new NatsSubOpts { ChannelOpts = new NatsSubChannelOpts { Capacity = MaxWaiting } };
        await foreach (var request in connection.SubscribeAsync<byte[]>(names.SnapshotsOf(instance), opts: options, cancellationToken: cancellationToken))
        {
            // Whoever asks must not be able to let this node write into the log or a bucket.
            if (request.ReplyTo is { } inbox && inbox.StartsWith(Inbox, StringComparison.Ordinal) && SnapshotRequest.Read(request.Data) is { } asked)
            {
                foreach (var (epoch, message) in answer(asked))
                {
                    await connection.PublishAsync(inbox, message, LogMessageWriter.Head(message, epoch, writer), serializer: LogMessageWriter.Instance, cancellationToken: cancellationToken);
                }
            }
        }
    }

    /// <summary>Takes what edges tell of their subscribers, until it is cancelled.</summary>
    /// <param name="instance">The instance of this owner's store.</param>
    /// <param name="take">Called for each message, one after the other.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task TakeKeepAlivesAsync(string instance, Action<SessionKeepAlive> take, CancellationToken cancellationToken)
    {
        var options = new NatsSubOpts { ChannelOpts = new NatsSubChannelOpts { Capacity = MaxWaiting } };
        await foreach (var message in connection.SubscribeAsync<byte[]>(names.KeepAlivesOf(instance), opts: options, cancellationToken: cancellationToken))
        {
            if (SessionKeepAlive.Read(message.Data) is { } known)
            {
                take(known);
            }
        }
    }

    /// <summary>Tells an owner that these of its sessions have subscribers here. Nobody answers.</summary>
    public async Task KeepAliveAsync(string instance, IEnumerable<string> sessionIds, CancellationToken cancellationToken)
    {
        foreach (var part in sessionIds.Chunk(SessionKeepAlive.MaxSessions))
        {
            var message = new SessionKeepAlive { Format = SessionKeepAlive.Supported, SessionIds = part };
            await connection.PublishAsync(names.KeepAlivesOf(instance), ClusterJson.WriteBytes(message), cancellationToken: cancellationToken);
        }
    }

    /// <summary>Asks an owner for a snapshot. The answer is complete when its last message is an end.</summary>
    /// <param name="instance">The instance of the owner's store.</param>
    /// <param name="asked">What is asked for.</param>
    /// <param name="patience">How long each message is waited for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="NatsException">No owner of that instance is there.</exception>
    public async IAsyncEnumerable<SubjectMessage> AskAsync(
        string instance, SnapshotRequest asked, TimeSpan patience, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = ClusterJson.WriteBytes(asked);
        var options = new NatsSubOpts { StartUpTimeout = patience, IdleTimeout = patience, MaxMsgs = MaxMessages };
        await foreach (var reply in connection.RequestManyAsync<byte[], byte[]>(names.SnapshotsOf(instance), request, replyOpts: options, cancellationToken: cancellationToken))
        {
            yield return new SubjectMessage(0, 0, reply.Headers, reply.Data ?? []);
        }
    }
}
