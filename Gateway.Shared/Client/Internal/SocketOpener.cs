using System.Net;
using System.Net.WebSockets;
using Gateway.Errors;
using Microsoft.AspNetCore.Http.Connections.Client;

namespace Gateway.Client.Internal;

/// <summary>Opens the WebSocket of SignalR's transport, so that a refused token can be told apart from a gateway that cannot be reached.</summary>
internal static class SocketOpener
{
    /// <exception cref="GatewayException">The gateway refused the token (Unauthenticated) or its holder (Forbidden).</exception>
    /// <exception cref="WebSocketException">The socket did not open for any other reason.</exception>
    public static async ValueTask<WebSocket> OpenAsync(
        WebSocketConnectionContext context, GatewayClientOptions options, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            await ConfigureAsync(socket.Options, options, cancellationToken);
            // Not the address that the connection was built with: it is another one after a change.
            await socket.ConnectAsync(HubAddress.Of(options.Addresses.Current ?? context.Uri), cancellationToken);
            return socket;
        }
        catch (Exception error)
        {
            var status = HandshakeStatus.Of(socket, error);
            socket.Dispose();
            if (error is WebSocketException && RefusalOf(status) is { } code)
            {
                throw new GatewayException(
                    code, $"The gateway refused the connection with HTTP status {(int)status}; check the token.", null, error);
            }

            throw;
        }
    }

    private static async Task ConfigureAsync(ClientWebSocketOptions socket, GatewayClientOptions options, CancellationToken cancellationToken)
    {
        // SignalR pings by itself in both directions.
        socket.KeepAliveInterval = TimeSpan.Zero;
        HandshakeStatus.Collect(socket);
        if (await options.Tokens.NextAsync(cancellationToken) is { } token)
        {
            socket.SetRequestHeader("Authorization", $"Bearer {token}");
        }

        options.ConfigureWebSocket?.Invoke(socket);
    }

    private static GatewayErrorCode? RefusalOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => GatewayErrorCode.Unauthenticated,
        HttpStatusCode.Forbidden => GatewayErrorCode.Forbidden,
        _ => null,
    };
}
