using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Web.Front.Hubs.Sockets;

/// <summary>
/// The WebSocket of a request, which SignalR's transport accepts and which this makes available to the connection that uses it.
/// </summary>
internal sealed class AcceptedSocket(IHttpWebSocketFeature inner) : IHttpWebSocketFeature
{
    private readonly TaskCompletionSource<TransportSocket?> _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsWebSocketRequest => inner.IsWebSocketRequest;

    /// <summary>Completes when the WebSocket is accepted; with null when it could not be accepted.</summary>
    public Task<TransportSocket?> Socket => _accepted.Task;

    public async Task<WebSocket> AcceptAsync(WebSocketAcceptContext context)
    {
        try
        {
            var socket = new TransportSocket(await inner.AcceptAsync(context));
            _accepted.TrySetResult(socket);
            return socket;
        }
        finally
        {
            _accepted.TrySetResult(null);
        }
    }
}
