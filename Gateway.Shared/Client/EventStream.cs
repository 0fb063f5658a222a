using Gateway.Client.Internal;
using Gateway.Contracts;

namespace Gateway.Client;

/// <summary>
/// A session's events, read with <c>await foreach</c>. The stream reconnects and resumes by itself and delivers every event once and in
/// order; a <c>gap</c> reports events that cannot be delivered. Each resume gives another <c>started</c>. It can be read once, by one reader.
/// </summary>
/// <remarks>
/// Ends when the session is closed. Throws <see cref="Errors.GatewayException"/> when trying again cannot help: the session or
/// the right to read it is gone, or the server breaks the stream's contract. Throws <see cref="ObjectDisposedException"/> when
/// the client is closed.
/// </remarks>
public sealed class EventStream : ResumableStream<StreamItem>
{
    private readonly EventBuffer _buffer;
    private readonly RunningSettings _settings;
    private readonly Lock _gate = new();
    private StreamPosition? _position;

    internal EventStream(
        GatewayClient client, string sessionId, StreamRequest request, EventStreamOptions options, CancellationToken cancellationToken)
        : this(new StreamPump(client, sessionId, Checked(request), new EventBuffer(options), new RunningSettings(client)), request, cancellationToken)
    {
    }

    private EventStream(StreamPump pump, StreamRequest request, CancellationToken cancellationToken)
        : base(pump, cancellationToken)
    {
        _buffer = pump.Buffer;
        _settings = pump.Settings;
        _position = request is { ResumeAfter: { } after, Epoch: { } epoch } ? new StreamPosition(epoch, after) : null;
    }

    /// <summary>
    /// The position after the item that the reader has. Pass it as <c>ResumeAfter</c> and <c>Epoch</c> to continue later, even in
    /// another process. Null before the first position is known. Safe on any thread.
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

    /// <summary>Events waiting for the reader; every other item counts as one. Safe on any thread.</summary>
    public int Buffered => _buffer.Weight;

    /// <summary>Changes the settings of the running stream without losing the position; a <c>mode</c> item says from which event on they apply.</summary>
    /// <returns>The settings in force.</returns>
    /// <exception cref="Errors.GatewayException">Refused, or the stream has ended.</exception>
    public Task<StreamSettings> UpdateAsync(StreamSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return _settings.UpdateAsync(settings, cancellationToken);
    }

    private protected override async ValueTask<StreamItem?> TakeAsync(CancellationToken cancellationToken)
    {
        var next = await _buffer.TakeAsync(cancellationToken);
        lock (_gate)
        {
            _position = next?.Position ?? _position;
        }

        return next?.Item;
    }

    // An epoch alone is not a position: the server would ignore it, and the stream would begin with the next event.
    private static StreamRequest Checked(StreamRequest request) => request is { Epoch: not null, ResumeAfter: null }
        ? throw new ArgumentException("A position has two parts: set ResumeAfter to its sequence together with Epoch.", nameof(request))
        : request;
}
