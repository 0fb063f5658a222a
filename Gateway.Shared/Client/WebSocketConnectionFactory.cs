using System.Net;
using System.Net.WebSockets;
using Gateway.Client.Internal;
using Gateway.Contracts;
using Gateway.Errors;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Client;

/// <summary>
/// Connects a HubConnection by WebSocket alone, without negotiation. Sends text or binary messages as the hub protocol asks.
/// Registered by <see cref="GatewayHubConnectionBuilderExtensions"/>.
/// </summary>
public sealed class WebSocketConnectionFactory : IConnectionFactory
{
    private readonly GatewayClientOptions _options;
    private readonly TransferFormat _format;
    private readonly ILogger _logger;

    public WebSocketConnectionFactory(GatewayClientOptions options, IHubProtocol protocol)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(protocol);
        _options = options;
        _format = protocol.TransferFormat;
        _logger = (ILogger?)options.LoggerFactory?.CreateLogger<WebSocketConnectionFactory>() ?? NullLogger.Instance;
    }

    /// <summary>The hub's address as a WebSocket address: scheme translated, path completed.</summary>
    public static Uri HubAddress(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var scheme = url.Scheme switch
        {
            "http" or "ws" => "ws",
            "https" or "wss" => "wss",
            _ => throw new ArgumentException($"The gateway's address begins with http, https, ws or wss, not {url.Scheme}.", nameof(url)),
        };
        var builder = new UriBuilder(url) { Scheme = scheme, Port = url.IsDefaultPort ? -1 : url.Port };
        if (builder.Path is "" or "/")
        {
            builder.Path = HubContract.Path;
        }

        return builder.Uri;
    }

    /// <summary>Connects to a <see cref="UriEndPoint"/>.</summary>
    /// <exception cref="GatewayException">The gateway refused the token (Unauthenticated) or its holder (Forbidden).</exception>
    /// <exception cref="WebSocketException">Everything else that kept the socket from opening.</exception>
    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        if (endpoint is not UriEndPoint { Uri: var url })
        {
            throw new ArgumentException($"Expected a {nameof(UriEndPoint)}, got {endpoint?.GetType().Name}.", nameof(endpoint));
        }

        var socket = new ClientWebSocket();
        try
        {
            await OpenAsync(socket, HubAddress(url), cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return new WebSocketConnectionContext(socket, endpoint, _format, _options.TimeProvider, _logger);
    }

    private async Task OpenAsync(ClientWebSocket socket, Uri address, CancellationToken cancellationToken)
    {
        // SignalR pings by itself in both directions.
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        socket.Options.CollectHttpResponseDetails = true;
        if (await _options.Tokens.NextAsync(cancellationToken) is { } token)
        {
            socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        }

        _options.ConfigureWebSocket?.Invoke(socket.Options);
        try
        {
            await socket.ConnectAsync(address, cancellationToken);
        }
        catch (WebSocketException error) when (RefusalOf(socket.HttpStatusCode) is { } code)
        {
            var text = $"The gateway refused the connection with HTTP status {(int)socket.HttpStatusCode}; check the token.";
            throw new GatewayException(code, text, null, error);
        }
    }

    private static GatewayErrorCode? RefusalOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => GatewayErrorCode.Unauthenticated,
        HttpStatusCode.Forbidden => GatewayErrorCode.Forbidden,
        _ => null,
    };
}
