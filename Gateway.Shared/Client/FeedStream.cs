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
public sealed class FeedStream : ResumableStream<FeedItem>
{
    /// <summary>Items that wait for the reader before the stream pauses.</summary>
    private const int Capacity = 256;

    private readonly StreamBuffer<BufferedFeedItem> _buffer;
    private readonly Lock _gate = new();
    private FeedPosition? _position;

    internal FeedStream(GatewayClient client, FeedRequest request, CancellationToken cancellationToken)
        : this(client, Checked(request), new StreamBuffer<BufferedFeedItem>(Capacity, _ => 1), cancellationToken)
    {
    }

    private FeedStream(GatewayClient client, FeedRequest request, StreamBuffer<BufferedFeedItem> buffer, CancellationToken cancellationToken)
        : base(new FeedPump(client, request, buffer), cancellationToken)
    {
        _buffer = buffer;
        _position = request is { After: { } after, FeedEpoch: { } epoch } ? new FeedPosition(epoch, after) : null;
    }

    /// <summary>
    /// The position after the item that the reader has. Pass it as <c>After</c> and <c>FeedEpoch</c> to continue later, even in
    /// another process. Null before the first position is known. Safe on any thread.
    /// </summary>
    public FeedPosition? Position
    {
        get
        {
            lock (_gate)
            {
                return _position;
            }
        }
    }

    private protected override async ValueTask<FeedItem?> TakeAsync(CancellationToken cancellationToken)
    {
        var next = await _buffer.TakeAsync(cancellationToken);
        lock (_gate)
        {
            _position = next?.Position ?? _position;
        }

        return next?.Item;
    }

    // An epoch alone is not a position: the server would ignore it, and the stream would begin with the next change.
    private static FeedRequest Checked(FeedRequest request) => request is { FeedEpoch: not null, After: null }
        ? throw new ArgumentException("A position has two parts: set After to its sequence together with FeedEpoch.", nameof(request))
        : request;
}
