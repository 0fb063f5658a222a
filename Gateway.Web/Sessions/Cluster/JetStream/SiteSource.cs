using System.Runtime.CompilerServices;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Gateway.Web.Sessions.Cluster.JetStream;

/// <summary>Reads the log of a site, one subject at a time. May be used on any thread.</summary>
internal sealed class SiteSource(INatsJSContext stream, SiteNames names)
{
    /// <summary>Messages that are on the way to a reader at most; the server holds back the others.</summary>
    private const int Buffer = 200;

    /// <summary>After this the server removes a reader that is gone.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(1);

    /// <summary>The messages of a session in order, and then those that are stored. It ends only when the connection ends.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="from">Number of the first message of interest; 0 for the oldest.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">A message was lost on the way; reading goes on where it ended.</exception>
    public async IAsyncEnumerable<SubjectMessage> ReadAsync(string sessionId, ulong from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Not the library's ordered consumer: it names its subjects in a form that servers before 2.10 do not know, which would send everything.
        var consumer = await stream.CreateConsumerAsync(names.Stream, Reader(sessionId, from), cancellationToken);
        var next = 1UL;
        await foreach (var message in consumer.ConsumeAsync<byte[]>(opts: new NatsJSConsumeOpts { MaxMsgs = Buffer }, cancellationToken: cancellationToken))
        {
            if (message.Metadata is not { } place || place.Sequence.Consumer != next++)
            {
                throw new IOException("a message of the log was lost on the way.");
            }

            yield return new SubjectMessage(place.Sequence.Stream, place.NumPending, message.Headers, message.Data ?? []);
        }
    }

    private ConsumerConfig Reader(string sessionId, ulong from) => new()
    {
        Name = Guid.NewGuid().ToString("N"),
        FilterSubject = names.EventsOf(sessionId),
        DeliverPolicy = from == 0 ? ConsumerConfigDeliverPolicy.All : ConsumerConfigDeliverPolicy.ByStartSequence,
        OptStartSeq = from,
        AckPolicy = ConsumerConfigAckPolicy.None,
        MemStorage = true,
        NumReplicas = 1,
        InactiveThreshold = Forgotten,
    };
}
