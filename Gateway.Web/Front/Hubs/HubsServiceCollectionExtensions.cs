using Gateway.Contracts;
using Gateway.HubProtocol;
using Gateway.Serialization;
using Gateway.Web.Front.Hubs.Sockets;
using Gateway.Web.Front.Hubs.Stopping;
using Gateway.Web.Platform.Settings;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Front.Hubs;

internal static class HubsServiceCollectionExtensions
{
    public static IServiceCollection AddHubs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<GatewayHubOptions, GatewayHubOptionsValidator>(configuration, GatewayHubOptions.Section);
        services.TryAddSingleton<HubErrorFilter>();
        services.TryAddSingleton<HubAuditFilter>();
        services.TryAddSingleton<HubTracingFilter>();
        services.TryAddSingleton<ConnectionRegistry>();
        services.AddHostedService<OrderlyStop>();
        services.TryAddSingleton<ConnectionFilter>();
        services.TryAddSingleton<ConnectionDesk>();
        services.TryAddSingleton<RightsRenewer>();
        services.AddSignalR().AddHubOptions<GatewayHub>(options =>
        {
            options.AddFilter<HubErrorFilter>();
            options.AddFilter<HubAuditFilter>();
            options.AddFilter<HubTracingFilter>();
            options.AddFilter<ConnectionFilter>();
        });
        services.AddOptions<HubOptions<GatewayHub>>().Configure<IOptions<GatewayHubOptions>>(Apply);
        services.Configure<JsonHubProtocolOptions>(options => GatewayJson.ConfigureRequests(options.PayloadSerializerOptions));
        services.Replace(ServiceDescriptor.Singleton<IHubProtocolResolver, ConnectionProtocols>());
        services.RemoveAll<IHubProtocol>();
        services.AddSingleton<IHubProtocol>(provider =>
            new CodedBindingProtocol(new SplicingJsonProtocol(new JsonHubProtocol(provider.GetRequiredService<IOptions<JsonHubProtocolOptions>>())), MaxMessageBytesOf(provider)));
        services.AddSingleton<IHubProtocol>(provider => new CodedBindingProtocol(new SplicingMessagePackProtocol(GatewayMessagePack.CreateRequestProtocol()), MaxMessageBytesOf(provider)));
        return services;
    }

    /// <summary>The hub, over WebSockets and, unless they are switched off, the transports for networks that do not pass these.</summary>
    public static IEndpointRouteBuilder MapHubs(this IEndpointRouteBuilder endpoints)
    {
        var own = endpoints.ServiceProvider.GetRequiredService<IOptions<GatewayHubOptions>>().Value;
        var options = new HttpConnectionDispatcherOptions
        {
            Transports = own.WebSocketsOnly ? HttpTransportType.WebSockets : HttpTransports.All,
            AllowStatefulReconnects = false,
            TransportSendTimeout = TimeSpan.FromSeconds(own.SendTimeoutSeconds),
        };
        // Never the entry with the token, because the answer would repeat the token.
        options.WebSockets.SubProtocolSelector = offered => offered.Contains(HubContract.SubProtocol) ? HubContract.SubProtocol : null!;
        var time = endpoints.ServiceProvider.GetRequiredService<TimeProvider>();
        var connections = endpoints.MapConnections(HubContract.Path, options, builder => builder.UseSocketOutput(own, time).UseHub<GatewayHub>());
        connections.ShowAcceptedSocket(endpoints);
        connections.RequireAuthorization();
        // The other transports send messages as bodies of requests.
        connections.WithMetadata(new RequestSizeLimitAttribute(own.MaxMessageBytes));
        return endpoints;
    }

    private static int MaxMessageBytesOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<GatewayHubOptions>>().Value.MaxMessageBytes;

    private static void Apply(HubOptions<GatewayHub> hub, IOptions<GatewayHubOptions> options)
    {
        var own = options.Value;
        hub.MaximumReceiveMessageSize = own.MaxMessageBytes;
        hub.MaximumParallelInvocationsPerClient = own.MaxParallelInvocations;
        hub.KeepAliveInterval = TimeSpan.FromSeconds(own.KeepAliveSeconds);
        hub.ClientTimeoutInterval = TimeSpan.FromSeconds(own.ClientTimeoutSeconds);
        hub.HandshakeTimeout = TimeSpan.FromSeconds(own.HandshakeTimeoutSeconds);
        hub.EnableDetailedErrors = false;
    }
}
