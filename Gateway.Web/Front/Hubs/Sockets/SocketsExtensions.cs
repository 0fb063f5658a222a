using Gateway.Web.Front.Hubs.Stopping;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Web.Front.Hubs.Sockets;

internal static class SocketsExtensions
{
    /// <summary>
    /// Lets the connection write to its WebSocket directly. SignalR's transport still accepts and receives, detects the end, and
    /// closes.
    /// </summary>
    public static IConnectionBuilder UseSocketOutput(this IConnectionBuilder builder, GatewayHubOptions options, TimeProvider time) => builder.Use(next => async connection =>
    {
        if (connection.GetHttpContext()?.Features.Get<IHttpWebSocketFeature>() is not AcceptedSocket accepted)
        {
            await next(connection);
            return;
        }

        if (await accepted.Socket is not { } socket)
        {
            return;
        }

        var transport = connection.Transport;
        var format = connection.Features.GetRequiredFeature<ITransferFormatFeature>();
        var output = new SocketOutput(socket.Inner, format, TimeSpan.FromSeconds(options.SendTimeoutSeconds), TimeSpan.FromSeconds(options.KeepAliveSeconds), time);
        socket.Output = output;
        connection.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(static state => ((SocketOutput)state).CheckSending(), output);
        connection.Transport = new SocketTransport(transport.Input, output);
        try
        {
            await next(connection);
        }
        finally
        {
            // The transport waits for the output to be completed before it ends.
            output.Complete();
            connection.Transport = transport;
        }
    });

    /// <summary>Makes the WebSocket available to the endpoint's connections.</summary>
    public static void ShowAcceptedSocket(this IEndpointConventionBuilder endpoint, IEndpointRouteBuilder endpoints) => endpoint.Add(builder =>
    {
        var serve = builder.RequestDelegate!;
        var connections = endpoints.ServiceProvider.GetRequiredService<ConnectionRegistry>();
        builder.RequestDelegate = endpoints.CreateApplicationBuilder().UseWebSockets().Use((HttpContext context, RequestDelegate _) =>
        {
            if (context.Features.Get<IHttpWebSocketFeature>() is { IsWebSocketRequest: true } sockets)
            {
                context.Features.Set<IHttpWebSocketFeature>(new AcceptedSocket(sockets));
                // The request has been authenticated, and it lives as long as the connection.
                context.Request.Headers.Authorization = default;
            }

            return connections.ServeAsync(context, serve(context));
        }).Build();
    });
}
