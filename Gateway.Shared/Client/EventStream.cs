using Gateway.Client.Internal;
using Gateway.Contracts;

namespace Gateway.Client;

/// <summary>
/// A session's events, read with <c>await foreach</c>. Reconnects and resumes by itself; every event comes once and in order,
/// and what cannot be given is stated by a <c>gap</c>. After each resume another <c>started</c> comes. Read once, by one reader.
/// </summary>
/// <remarks>
/// Ends when the session is closed. Throws <see cref="Errors.GatewayException"/> when trying again cannot help: the session or
/// the right to read it is gone, or the server breaks the stream's contract. Throws <see cref="ObjectDisposedException"/> when
/// the client is closed.
/// </remarks>
public sealed class EventStream : IAsyncEnumerable<StreamItem>
{
    private readonly EventBuffer _buffer;
    private readonly StreamPump _pump;
    private readonly RunningSettings _settings;
    private readonly CancellationToken _cancellationToken;
    private readonly Lock _gate = new();
    private StreamPosition? _position;
    private bool _isRead;

    internal EventStream(
        GatewayClient client, string sessionId, StreamRequest request, EventStreamOptions options, CancellationToken cancellationToken)
    {
        _buffer = new EventBuffer(options);
        _settings = new RunningSettings(client);
        _pump = new StreamPump(client, sessionId, request, _buffer, _settings);
        _position = request is { ResumeAfter: { } after, Epoch: { } epoch } ? new StreamPosition(epoch, after) : null;
        _cancellationToken = cancellationToken;
    }

    /// <summary>
    /// Where the reader stands with the item it has: what to give as <c>ResumeAfter</c> and <c>Epoch</c> to go on later, even
    /// in another process. Null before the first position is known. Safe on any thread.
    /// </summary>
    public StreamPosition? Position
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

    /// <summary>Events waiting for the reader; every other item counts as one. Safe on any thread.</summary>
    public int Buffered => _buffer.Weight;

    /// <summary>Reads otherwise from where the stream stands, without losing position; a <c>mode</c> item says from where on.</summary>
    /// <returns>What is in force.</returns>
    /// <exception cref="Errors.GatewayException">Refused, or the stream has ended.</exception>
    public Task<StreamSettings> UpdateAsync(StreamSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return _settings.UpdateAsync(settings, cancellationToken);
    }

    /// <summary>Begins to read. Leaving the loop, or cancelling, ends the server's stream.</summary>
    /// <exception cref="InvalidOperationException">The stream is or was read already.</exception>
    public IAsyncEnumerator<StreamItem> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_isRead)
            {
                throw new InvalidOperationException("An event stream is read once; ask the session for another one.");
            }

            _isRead = true;
        }

        return ReadAsync(cancellationToken);
    }

    private async IAsyncEnumerator<StreamItem> ReadAsync(CancellationToken cancellationToken)
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
