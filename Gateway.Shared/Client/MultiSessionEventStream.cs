using Gateway.Client.Internal;
using Gateway.Contracts;

namespace Gateway.Client;

/// <summary>
/// The events of many sessions, read with <c>await foreach</c>. The stream reconnects and resumes by itself and delivers every event of
/// each session once and in order; a <c>gap</c> of a session reports its events that cannot be delivered. Each resume gives another
/// <c>started</c>, and a <c>joined</c> for each session. It can be read once, by one reader.
/// </summary>
/// <remarks>Throws as <see cref="EventStream"/> does; it does not end by itself.</remarks>
public sealed class MultiSessionEventStream : ResumableStream<MultiSessionItem>
{
    private readonly StreamBuffer<MultiSessionItem> _buffer;
    private readonly RunningSettings _settings;
    private readonly MultiSessionTracker _given;
    private readonly Lock _gate = new();

    internal MultiSessionEventStream(GatewayClient client, MultiSessionRequest request, EventStreamOptions options, CancellationToken cancellationToken)
        : this(client, request, new StreamBuffer<MultiSessionItem>(CapacityOf(options), WeightOf), new RunningSettings(client), cancellationToken)
    {
    }

    private MultiSessionEventStream(
        GatewayClient client, MultiSessionRequest request, StreamBuffer<MultiSessionItem> buffer, RunningSettings settings, CancellationToken cancellationToken)
        : base(new MultiSessionPump(client, request, buffer, settings), cancellationToken)
    {
        _buffer = buffer;
        _settings = settings;
        _given = new MultiSessionTracker(request.Snapshot);
    }

    /// <summary>
    /// The position after the item that the reader has. Pass it as <see cref="MultiSessionRequest.Cursor"/> to continue later, even in
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

    /// <summary>Changes the settings of the running stream; a <c>mode</c> item of each session says from which event on they apply.</summary>
    /// <returns>The settings in force.</returns>
    /// <exception cref="Errors.GatewayException">Refused, or the stream has ended.</exception>
    public Task<StreamSettings> UpdateAsync(StreamSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return _settings.UpdateAsync(settings, cancellationToken);
    }

    private protected override async ValueTask<MultiSessionItem?> TakeAsync(CancellationToken cancellationToken)
    {
        var item = await _buffer.TakeAsync(cancellationToken);
        if (item is not null)
        {
            lock (_gate)
            {
                _given.Accept(item);
            }
        }

        return item;
    }

    private static int CapacityOf(EventStreamOptions options) => options is { ClientBufferEvents: >= 1, OnOverflow: OverflowPolicy.Pause }
        ? options.ClientBufferEvents
        : throw new ArgumentException("A stream over many sessions pauses when its buffer, of at least 1, is full.", nameof(options));

    private static int WeightOf(MultiSessionItem item) => item is RoutedItem { Item: var part } ? EventBuffer.WeightOf(part) : 1;
}
