namespace Gateway.Client;

/// <summary>How the client buffers one stream. SignalR's own client buffers without bound.</summary>
public sealed class EventStreamOptions
{
    public const int DefaultClientBufferEvents = 10_000;

    /// <summary>Most events waiting for the reader, at least 1; an item that is not events counts as one. Default 10 000.</summary>
    public int ClientBufferEvents { get; init; } = DefaultClientBufferEvents;

    public OverflowPolicy OnOverflow { get; init; }
}
