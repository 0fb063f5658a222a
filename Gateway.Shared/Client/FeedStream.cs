using Gateway.Client.Internal;
using Gateway.Contracts;

namespace Gateway.Client;

/// <summary>
/// The gateway's change feed, read with <c>await foreach</c>. The stream reconnects and resumes by itself and delivers every change once
/// and in order. A <c>reset</c> reports changes that cannot be delivered: read the current state again; the retained changes follow. Each
/// resume gives another <c>started</c>. It can be read once, by one reader.
/// </summary>
/// <remarks>
/// Does not end by itself. Throws <see cref="Errors.GatewayException"/> when trying again cannot help: the right to read the feed
/// is gone, or the server breaks the stream's contract. Throws <see cref="ObjectDisposedException"/> when the client is closed.
/// </remarks>
public sealed class FeedStream : LogStream<FeedItem, FeedPosition>
{
    internal FeedStream(GatewayClient client, FeedRequest request, CancellationToken cancellationToken)
        : base(new LogPump<FeedItem, FeedPosition>(client, HubContract.StreamFeed, "feed", new FeedTracker(Checked(request))), cancellationToken)
    {
    }

    // An epoch alone is not a position: the server would ignore it, and the stream would begin with the next change.
    private static FeedRequest Checked(FeedRequest request) => request is { FeedEpoch: not null, After: null }
        ? throw new ArgumentException("A position has two parts: set After to its sequence together with FeedEpoch.", nameof(request))
        : request;
}
