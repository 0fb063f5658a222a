using Gateway.Client.Internal;

namespace Gateway.Client;

/// <summary>A stream that reconnects and resumes by itself, read with <c>await foreach</c>: once, by one reader.</summary>
public abstract class ResumableStream<TItem> : IAsyncEnumerable<TItem>
    where TItem : class
{
    private readonly ResumingPump<TItem> _pump;
    private readonly CancellationToken _cancellationToken;
    private int _isRead;

    private protected ResumableStream(ResumingPump<TItem> pump, CancellationToken cancellationToken)
    {
        _pump = pump;
        _cancellationToken = cancellationToken;
    }

    /// <summary>How often the stream was subscribed anew. Safe on any thread.</summary>
    public int Resumes => _pump.Resumes;

    /// <summary>Begins to read. Leaving the loop, or cancelling, ends the server's stream.</summary>
    /// <exception cref="InvalidOperationException">The stream is or was read already.</exception>
    public IAsyncEnumerator<TItem> GetAsyncEnumerator(CancellationToken cancellationToken = default) => Interlocked.Exchange(ref _isRead, 1) == 0
        ? ReadAsync(cancellationToken)
        : throw new InvalidOperationException("A stream is read once; ask for another one.");

    /// <summary>The next item, which the reader has from then on; null at the end.</summary>
    private protected abstract ValueTask<TItem?> TakeAsync(CancellationToken cancellationToken);

    private async IAsyncEnumerator<TItem> ReadAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cancellationToken);
        var pumping = _pump.RunAsync(stop.Token);
        try
        {
            while (await TakeAsync(stop.Token) is { } item)
            {
                yield return item;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await pumping;
        }
    }
}
