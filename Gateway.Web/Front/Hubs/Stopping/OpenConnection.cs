using Gateway.Web.Access.Live;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web.Front.Hubs.Stopping;

/// <summary>A connection of the hub, with what a stop of the gateway needs to know about it.</summary>
internal sealed class OpenConnection(HubCallerContext context, ConnectionQuota quota)
{
    /// <summary>
    /// The quota counts a stream as ended just before its last message is written. So a connection counts as quiet when it has no
    /// streams in this many checks in a row.
    /// </summary>
    private const int QuietLooks = 3;

    private int _quiet;
    private bool _isClosing;

    public string Id => context.ConnectionId;

    /// <summary>
    /// Closes the connection once no stream is running, and tells the client that it may reconnect. Only one caller at a time.
    /// </summary>
    /// <param name="evenBusy">Whether to close without waiting for streams.</param>
    public void CloseIfQuiet(bool evenBusy)
    {
        _quiet = quota.Streams == 0 ? _quiet + 1 : 0;
        if (_isClosing || (_quiet < QuietLooks && !evenBusy))
        {
            return;
        }

        _isClosing = true;
        if (context.Features.Get<IConnectionLifetimeNotificationFeature>() is { } close)
        {
            close.RequestClose();
        }
        else
        {
            context.Abort();
        }
    }

    /// <summary>
    /// Aborts the connection without waiting for the client. Aborting the request ends a WebSocket at once, even while a send does not get
    /// through. With long polling no request belongs to the connection, so the connection is aborted as well.
    /// </summary>
    public void Cut()
    {
        context.GetHttpContext()?.Cut();
        context.Abort();
        // SignalR then still writes a close message, and that would wait for a client that no longer polls. Each abort cancels what waits.
        context.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(static state => ((HubCallerContext)state).Abort(), context);
    }
}
