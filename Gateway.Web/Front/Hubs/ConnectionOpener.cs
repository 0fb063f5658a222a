using Gateway.Contracts;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Front.Hubs.Stopping;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Front.Hubs;

/// <summary>Sets up what a connection has for its whole life: its caller and its quota.</summary>
internal sealed class ConnectionOpener(CallerRegistry callers, ConnectionRegistry connections, IOptions<GatewayHubOptions> options, IHostApplicationLifetime lifetime,
    TimeProvider time)
{
    /// <summary>The limits of every connection.</summary>
    public HubLimits Limits { get; } = new() { MaxMessageBytes = options.Value.MaxMessageBytes };

    public void Opened(HubCallerContext context)
    {
        var quota = NewQuota();
        connections.Add(new OpenConnection(context, quota));

        // A connection that is accepted just before a stop would not be among those that the stop closes.
        if (context.User?.ToCaller() is not { } caller || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            context.Abort();
            return;
        }

        var address = context.GetHttpContext()?.Connection.RemoteIpAddress?.ToString();
        var live = new LiveCaller(context.ConnectionId, caller, address, quota, context.Abort);
        context.Items[nameof(LiveCaller)] = live;
        callers.Add(live);
    }

    private ConnectionQuota NewQuota()
    {
        var (streams, starts) = (options.Value.MaxStreamsPerConnection, options.Value.StreamStartsPerMinute);
        return new ConnectionQuota(streams, Math.Max(streams, starts), time);
    }

    /// <param name="context">The connection.</param>
    /// <param name="error">Why it ended; null when the client closed it.</param>
    public void Closed(HubCallerContext context, Exception? error)
    {
        // SignalR ends a connection with this exception when its client was silent for too long. Such a client does not take part in the
        // closing handshake of a WebSocket either, for which the server would wait.
        if (error is OperationCanceledException)
        {
            context.GetHttpContext()?.Abort();
        }

        connections.Remove(context.ConnectionId);
        if (context.Items[nameof(LiveCaller)] is LiveCaller live)
        {
            callers.Remove(live);
        }
    }
}
