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
public sealed class FeedStream : IAsyncEnumerable<FeedItem>
{
    private readonly FeedBuffer _buffer = new();
    private readonly FeedPump _pump;
    private readonly CancellationToken _cancellationToken;
    private readonly Lock _gate = new();
    private FeedPosition? _position;
    private bool _isRead;

    internal FeedStream(GatewayClient client, FeedRequest request, CancellationToken cancellationToken)
    {
        _pump = new FeedPump(client, request, _buffer);
        _position = request is { After: { } after, FeedEpoch: { } epoch } ? new FeedPosition(epoch, after) : null;
        _cancellationToken = cancellationToken;
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

    /// <summary>How often the stream was subscribed anew. Safe on any thread.</summary>
    public int Resumes => _pump.Resumes;

    /// <summary>Begins to read. Leaving the loop, or cancelling, ends the server's stream.</summary>
    /// <exception cref="InvalidOperationException">The stream is or was read already.</exception>
    public IAsyncEnumerator<FeedItem> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_isRead)
            {
                throw new InvalidOperationException("A feed stream is read once; ask the client for another one.");
            }

            _isRead = true;
        }

        return ReadAsync(cancellationToken);
    }

    private async IAsyncEnumerator<FeedItem> ReadAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cancellationToken);
        var pumping = _pump.RunAsync(stop.Token);
        try
        {
            while (await _buffer.TakeAsync(stop.Token) is { } next)
            {
                lock (_gate)
                {
                    _position = next.Position ?? _position;
                }

                yield return next.Item;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await pumping;
        }
    }
}
