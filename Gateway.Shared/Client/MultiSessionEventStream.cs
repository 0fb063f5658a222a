using Gateway.Client.Internal;
using Gateway.Contracts;

namespace Gateway.Client;

/// <summary>
/// The events of many sessions, read with <c>await foreach</c>. Reconnects and resumes by itself; of each session every event
/// comes once and in order, and what cannot be given is stated by a <c>gap</c> of that session. After each resume another
/// <c>started</c> comes, and a <c>joined</c> for each session. Read once, by one reader.
/// </summary>
/// <remarks>Throws as <see cref="EventStream"/> does; it has no end of its own.</remarks>
public sealed class MultiSessionEventStream : ResumableStream<MultiSessionItem>
{
    private readonly StreamBuffer<MultiSessionItem> _buffer;
    private readonly RunningSettings _settings;
    private readonly SessionsTracker _given;
    private readonly Lock _gate = new();

    internal MultiSessionEventStream(GatewayClient client, MultiSessionRequest request, EventStreamOptions options, CancellationToken cancellationToken)
        : this(client, request, new StreamBuffer<MultiSessionItem>(CapacityOf(options), WeightOf), new RunningSettings(client), cancellationToken)
    {
    }

    private MultiSessionEventStream(
        GatewayClient client, MultiSessionRequest request, StreamBuffer<MultiSessionItem> buffer, RunningSettings settings, CancellationToken cancellationToken)
        : base(new SessionsPump(client, request, buffer, settings), cancellationToken)
    {
        _buffer = buffer;
        _settings = settings;
        _given = new SessionsTracker(request.Snapshot);
    }

    /// <summary>
    /// Where the reader stands with the item it has: what to give as <see cref="MultiSessionRequest.Cursor"/> to go on later, even in
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

    /// <summary>Reads otherwise from where the stream stands; a <c>mode</c> item of each session says from where on.</summary>
    /// <returns>What is in force.</returns>
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
