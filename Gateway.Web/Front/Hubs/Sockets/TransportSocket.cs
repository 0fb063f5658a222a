using System.Net.WebSockets;

namespace Gateway.Web.Front.Hubs.Sockets;

/// <summary>The WebSocket as SignalR's transport has it: before it closes, what the connection sends directly comes to its end.</summary>
internal sealed class TransportSocket(WebSocket inner) : WebSocket
{
    /// <summary>What the connection sends directly; null until it begins.</summary>
    public SocketOutput? Output { get; set; }

    /// <summary>The WebSocket itself.</summary>
    public WebSocket Inner => inner;

    public override WebSocketCloseStatus? CloseStatus => inner.CloseStatus;

    public override string? CloseStatusDescription => inner.CloseStatusDescription;

    public override WebSocketState State => inner.State;

    public override string? SubProtocol => inner.SubProtocol;

    public override async Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        await EndAsync();
        await inner.CloseAsync(closeStatus, statusDescription, cancellationToken);
    }

    public override async Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        await EndAsync();
        await inner.CloseOutputAsync(closeStatus, statusDescription, cancellationToken);
    }

    public override void Abort() => inner.Abort();

    public override void Dispose() => inner.Dispose();

    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) => inner.ReceiveAsync(buffer, cancellationToken);

    public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) => inner.ReceiveAsync(buffer, cancellationToken);

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        inner.SendAsync(buffer, messageType, endOfMessage, cancellationToken);

    public override ValueTask SendAsync(ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        inner.SendAsync(buffer, messageType, endOfMessage, cancellationToken);

    private Task EndAsync() => Output?.EndAsync() ?? Task.CompletedTask;
}
