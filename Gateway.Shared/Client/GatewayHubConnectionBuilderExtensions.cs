using System.Net;
using Gateway.HubProtocol;
using Gateway.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Client;

/// <summary>Lets a HubConnectionBuilder reach a gateway without Microsoft.AspNetCore.SignalR.Client's own transports.</summary>
public static class GatewayHubConnectionBuilderExtensions
{
    /// <summary>Connects to the gateway at <see cref="GatewayClientOptions.Url"/> by WebSocket, in the encoding of <see cref="GatewayClientOptions.Protocol"/>.</summary>
    public static IHubConnectionBuilder WithGatewayUrl(this IHubConnectionBuilder builder, GatewayClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Url is not { } url)
        {
            throw new ArgumentException($"{nameof(GatewayClientOptions.Url)} says where the gateway is.", nameof(options));
        }

        builder.Services.AddSingleton<EndPoint>(new UriEndPoint(WebSocketConnectionFactory.HubAddress(url)));
        builder.Services.AddSingleton(options);
        builder.WithKeepAliveInterval(options.KeepAliveInterval).WithServerTimeout(options.ServerTimeout);
        builder.Services.AddSingleton<IConnectionFactory, WebSocketConnectionFactory>();
        if (options.LoggerFactory is { } loggers)
        {
            builder.Services.AddSingleton(loggers);
        }

        if (options.Protocol == GatewayHubProtocol.MessagePack)
        {
            builder.Services.AddSingleton<IHubProtocol, MessagePackHubProtocol>();
            return builder;
        }

        return builder.AddJsonProtocol(json => GatewayJson.Configure(json.PayloadSerializerOptions));
    }

    /// <summary>Connects to the gateway at <paramref name="url"/> by WebSocket, with a bearer token when there is a provider.</summary>
    public static IHubConnectionBuilder WithGatewayUrl(
        this IHubConnectionBuilder builder, Uri url, Func<CancellationToken, ValueTask<string?>>? tokenProvider = null) =>
        builder.WithGatewayUrl(new GatewayClientOptions { Url = url, TokenProvider = tokenProvider });
}
