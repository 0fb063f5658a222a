using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Web.Front.Hubs.Sockets;

/// <summary>A request's WebSocket as SignalR's transport accepts it, shown to the connection that is served over it.</summary>
internal sealed class AcceptedSocket(IHttpWebSocketFeature inner) : IHttpWebSocketFeature
{
    private readonly TaskCompletionSource<WebSocket?> _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsWebSocketRequest => inner.IsWebSocketRequest;

    /// <summary>Completes once it is accepted; with null when it could not be.</summary>
    public Task<WebSocket?> Socket => _accepted.Task;

    public async Task<WebSocket> AcceptAsync(WebSocketAcceptContext context)
    {
        try
        {
            var socket = await inner.AcceptAsync(context);
            _accepted.TrySetResult(socket);
            return socket;
        }
        finally
        {
            _accepted.TrySetResult(null);
        }
    }
}
