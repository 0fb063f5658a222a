using System.Globalization;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Gateway.Web.Sessions.Cluster.JetStream;

/// <summary>
/// The log of a site: a stream with a subject per session. A message is stored only if the subject ends with the message that the
/// publisher names, so whatever is repeated, delayed or published by two, each event is stored once and in order. May be used on any
/// thread; of each subject one call at a time.
/// </summary>
internal sealed class SiteLog(INatsJSContext stream, SiteNames names, string writer, ClusterOptions options, ClusterMetrics metrics) : IDisposable
{
    private const int NoMessageFound = 10037;
    private const int WrongLastSequence = 10071;

    /// <summary>Room for the headers, which count towards the server's limit of a message.</summary>
    private const int HeadBytes = 4_096;

    private readonly SemaphoreSlim _window = new(options.MaxUnacknowledged);

    public string Writer => writer;

    /// <summary>Largest body that the server takes.</summary>
    public int MaxBody => MaxBodyOf(stream.Connection);

    /// <summary>The size at which events are divided into messages.</summary>
    public int MessageBytes => Math.Min(options.MaxMessageBytes, MaxBody);

    /// <summary>Largest body that the server takes beside our headers.</summary>
    public static int MaxBodyOf(INatsConnection connection) => Math.Max(1, (connection.ServerInfo?.MaxPayload ?? 1024 * 1024) - HeadBytes);

    /// <summary>Asks the log where a session's subject ends.</summary>
    public async Task<LogPlace> ReadEndAsync(string sessionId, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(new StreamMsgGetRequest { LastBySubj = names.EventsOf(sessionId) }, cancellationToken);
        }
        catch (NatsJSApiException error) when (error.Error.ErrCode == NoMessageFound)
        {
            return LogPlace.Empty;
        }
    }

    /// <summary>
    /// Finds where reading may begin without missing an event after a sequence. The messages before may be left out; some of those behind
    /// may still have events up to the sequence.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="end">Where its subject ends.</param>
    /// <param name="after">A sequence of the numbering with which the subject ends, below its last one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Number of a message; reading begins with it or the next one of the session.</returns>
    public async Task<ulong> FindAsync(string sessionId, LogPlace end, long after, CancellationToken cancellationToken)
    {
        // Each message before `low` has only events up to the sequence, and each one from `high` on has events after it.
        var (low, high) = (1UL, end.Revision);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var found = await GetAsync(new StreamMsgGetRequest { Seq = middle, NextBySubj = names.EventsOf(sessionId) }, cancellationToken);
            if (found.Epoch != end.Epoch || found.Last <= after)
            {
                // A server that answers with an earlier message must not keep this going for ever.
                low = Math.Max(found.Revision, middle) + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Whether the stream has never had, or no longer has, a message that was stored in it: false after it was made anew.</summary>
    public async Task<bool> HasPassedAsync(ulong revision, CancellationToken cancellationToken) =>
        (await stream.GetStreamAsync(names.Stream, cancellationToken: cancellationToken)).Info.State.LastSeq >= revision;

    /// <summary>Stores a message behind the one with the given number, and returns its own.</summary>
    /// <exception cref="OutOfTurnException">The subject ends with another message.</exception>
    public async Task<ulong> AppendAsync(string sessionId, string epoch, LogMessage message, ulong after, CancellationToken cancellationToken)
    {
        await _window.WaitAsync(cancellationToken);
        try
        {
            var began = metrics.Begin();
            var answer = await stream.PublishAsync(
                names.EventsOf(sessionId),
                message,
                LogMessageWriter.Instance,
                new NatsJSPubOpts { ExpectedLastSubjectSequence = after },
                LogMessageWriter.Head(message, epoch, writer),
                cancellationToken);
            if (answer.Error is { ErrCode: WrongLastSequence } error)
            {
                metrics.Conflicted();
                throw new OutOfTurnException(error.Description ?? "wrong last sequence");
            }

            answer.EnsureSuccess();
            metrics.Stored(message, began);
            return answer.Seq;
        }
        finally
        {
            _window.Release();
        }
    }

    public void Dispose() => _window.Dispose();

    // Not a direct get, which a replica may answer that lags behind.
    private async Task<LogPlace> GetAsync(StreamMsgGetRequest request, CancellationToken cancellationToken)
    {
        var found = await stream.JSRequestResponseAsync<StreamMsgGetRequest, StreamMsgGetResponse>(
            $"{stream.Opts.Prefix}.STREAM.MSG.GET.{names.Stream}", request, cancellationToken);
        var head = MessageHead.Read(found.Message.Hdrs);
        return new LogPlace(
            found.Message.Seq,
            head.GetValueOrDefault(MessageHead.Epoch),
            long.TryParse(head.GetValueOrDefault(MessageHead.Last), CultureInfo.InvariantCulture, out var last) ? last : 0,
            head.GetValueOrDefault(MessageHead.Writer));
    }
}
