using Gateway.Client.Internal;
using Gateway.HubProtocol;
using Gateway.Serialization;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Client;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Client;

/// <summary>Sets a HubConnectionBuilder up for a gateway.</summary>
public static class GatewayHubConnectionBuilderExtensions
{
    /// <summary>
    /// Bytes that wait in one direction before its writer is held back. Small, because whatever waits here is ahead of the
    /// next answer: with SignalR's 1 MiB a stream that pauses and resumes at full speed took 190 ms a time, with this 14 ms.
    /// A message may be larger; it then passes in pieces.
    /// </summary>
    internal const int BufferBytes = 128 * 1024;

    /// <summary>
    /// Connects to the gateway at <see cref="GatewayClientOptions.Url"/> by WebSocket without negotiation, with the token in the
    /// Authorization header, in the encoding of <see cref="GatewayClientOptions.Protocol"/>. Of several <see cref="GatewayClientOptions.Urls"/> a
    /// <see cref="GatewayClient"/> with the same options chooses; without one the connection uses the first.
    /// </summary>
    public static IHubConnectionBuilder WithGatewayUrl(this IHubConnectionBuilder builder, GatewayClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Addresses.Current is not { } url)
        {
            throw new ArgumentException($"{nameof(GatewayClientOptions.Url)} says where the gateway is.", nameof(options));
        }

        builder.WithUrl(HubAddress.Of(url), HttpTransportType.WebSockets, http => Configure(http, options));
        builder.WithKeepAliveInterval(options.KeepAliveInterval).WithServerTimeout(options.ServerTimeout);
        if (options.LoggerFactory is { } loggers)
        {
            builder.Services.AddSingleton<ILoggerFactory>(new QuietLoggerFactory(loggers));
        }

        builder.Services.AddSingleton<IHubProtocol>(new BoundedProtocol(ProtocolOf(options), options.Bound));
        return builder;
    }

    /// <summary>Connects to the gateway at <paramref name="url"/> by WebSocket, with a bearer token when there is a provider.</summary>
    public static IHubConnectionBuilder WithGatewayUrl(
        this IHubConnectionBuilder builder, Uri url, Func<CancellationToken, ValueTask<string?>>? tokenProvider = null) =>
        builder.WithGatewayUrl(new GatewayClientOptions { Url = url, TokenProvider = tokenProvider });

    private static IHubProtocol ProtocolOf(GatewayClientOptions options)
    {
        if (options.Protocol == GatewayHubProtocol.MessagePack)
        {
            return GatewayMessagePack.CreateProtocol();
        }

        var json = new JsonHubProtocolOptions();
        GatewayJson.Configure(json.PayloadSerializerOptions);
        return new JsonHubProtocol(Options.Create(json));
    }

    private static void Configure(HttpConnectionOptions http, GatewayClientOptions options)
    {
        http.SkipNegotiation = true;
        http.TransportMaxBufferSize = BufferBytes;
        http.ApplicationMaxBufferSize = BufferBytes;
        http.WebSocketFactory = (context, cancellationToken) => SocketOpener.OpenAsync(context, options, cancellationToken);
    }
}
