using Gateway.Client.Internal;
using Gateway.Contracts;

namespace Gateway.Client;

/// <summary>
/// The gateway's change feed, read with <c>await foreach</c>. Reconnects and resumes by itself; every change comes once and in
/// order. What cannot be given is stated by a <c>reset</c>: take stock again, what is retained follows. After each resume
/// another <c>started</c> comes. Read once, by one reader.
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
    /// Where the reader stands with the item it has: what to give as <c>After</c> and <c>FeedEpoch</c> to go on later, even in
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

    // An epoch alone would be taken for no position, and the stream would begin with what happens next.
    private static FeedRequest Checked(FeedRequest request) => request is { FeedEpoch: not null, After: null }
        ? throw new ArgumentException("A position is both: give its sequence as After along with FeedEpoch.", nameof(request))
        : request;
}
