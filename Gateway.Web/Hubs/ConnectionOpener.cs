using Gateway.Contracts;
using Gateway.Web.Access;
using Gateway.Web.Access.Live;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Hubs;

/// <summary>What a connection has for its life: its caller and its quota.</summary>
internal sealed class ConnectionOpener(LiveCallers callers, IOptions<GatewayHubOptions> options, IHostApplicationLifetime lifetime)
{
    /// <summary>What every connection is held to.</summary>
    public HubLimits Limits { get; } = new() { MaxMessageBytes = options.Value.MaxMessageBytes };

    public void Opened(HubCallerContext context)
    {
        context.Items[nameof(ConnectionQuota)] = new ConnectionQuota(options.Value.MaxStreamsPerConnection);

        // Whoever is let in just before a stop is not among the connections that the stop closes.
        if (context.User?.ToCaller() is not { } caller || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            context.Abort();
            return;
        }

        var address = context.GetHttpContext()?.Connection.RemoteIpAddress?.ToString();
        var live = new LiveCaller(context.ConnectionId, caller, address, context.Abort);
        context.Items[nameof(LiveCaller)] = live;
        callers.Add(live);
    }

    public void Closed(HubCallerContext context)
    {
        if (context.Items[nameof(LiveCaller)] is LiveCaller live)
        {
            callers.Remove(live);
        }
    }
}
