using Gateway.Client.Internal;
using Gateway.Contracts;

namespace Gateway.Client;

/// <summary>
/// The events of many sessions, read with <c>await foreach</c>. Reconnects and resumes by itself; of each session every event
/// comes once and in order, and what cannot be given is stated by a <c>gap</c> of that session. After each resume another
/// <c>started</c> comes, and a <c>joined</c> for each session. Read once, by one reader.
/// </summary>
/// <remarks>Throws as <see cref="EventStream"/> does; it has no end of its own.</remarks>
public sealed class SessionsEventStream : IAsyncEnumerable<SessionsItem>
{
    private readonly SessionsBuffer _buffer;
    private readonly SessionsPump _pump;
    private readonly RunningSettings _settings;
    private readonly SessionsTracker _given;
    private readonly CancellationToken _cancellationToken;
    private readonly Lock _gate = new();
    private bool _isRead;

    internal SessionsEventStream(GatewayClient client, SessionsRequest request, EventStreamOptions options, CancellationToken cancellationToken)
    {
        if (options.ClientBufferEvents < 1 || options.OnOverflow != OverflowPolicy.Pause)
        {
            throw new ArgumentException("A stream over many sessions pauses when its buffer, of at least 1, is full.", nameof(options));
        }

        _buffer = new SessionsBuffer(options.ClientBufferEvents);
        _settings = new RunningSettings(client);
        _pump = new SessionsPump(client, request, _buffer, _settings);
        _given = new SessionsTracker(request.Snapshot);
        _cancellationToken = cancellationToken;
    }

    /// <summary>
    /// Where the reader stands with the item it has: what to give as <see cref="SessionsRequest.Cursor"/> to go on later, even in
    /// another process. Null before the stream has started. Safe on any thread.
    /// </summary>
    public string? Cursor
    {
        get
        {
            lock (_gate)
            {
                return _given.Cursor;
            }
        }
    }

    /// <summary>How often the stream was subscribed anew. Safe on any thread.</summary>
    public int Resumes => _pump.Resumes;

    /// <summary>Reads otherwise from where the stream stands; a <c>mode</c> item of each session says from where on.</summary>
    /// <returns>What is in force.</returns>
    /// <exception cref="Errors.GatewayException">Refused, or the stream has ended.</exception>
    public Task<StreamSettings> UpdateAsync(StreamSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return _settings.UpdateAsync(settings, cancellationToken);
    }

    /// <summary>Begins to read. Leaving the loop, or cancelling, ends the server's stream.</summary>
    /// <exception cref="InvalidOperationException">The stream is or was read already.</exception>
    public IAsyncEnumerator<SessionsItem> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_isRead)
            {
                throw new InvalidOperationException("An event stream is read once; ask the client for another one.");
            }

            _isRead = true;
        }

        return ReadAsync(cancellationToken);
    }

    private async IAsyncEnumerator<SessionsItem> ReadAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cancellationToken);
        var pumping = _pump.RunAsync(stop.Token);
        try
        {
            while (await _buffer.TakeAsync(stop.Token) is { } item)
            {
                lock (_gate)
                {
                    _given.Accept(item, out _);
                }

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
