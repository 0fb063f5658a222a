using Gateway.Web.Access.Live;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web.Front.Hubs.Stopping;

/// <summary>A connection of the hub, as far as a stop of the gateway needs it.</summary>
internal sealed class OpenConnection(HubCallerContext context, ConnectionQuota quota)
{
    /// <summary>
    /// A stream is over for the quota just before its last message is written; so a connection counts as quiet when it is found
    /// without streams this often in a row.
    /// </summary>
    private const int QuietLooks = 3;

    private int _quiet;
    private bool _isClosing;

    public string Id => context.ConnectionId;

    /// <summary>Says farewell once no stream runs any more: the client is told that it may connect again. One caller at a time.</summary>
    /// <param name="evenBusy">Do not wait for streams.</param>
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

    /// <summary>Cuts the connection, without a farewell.</summary>
    public void Cut() => context.GetHttpContext()?.Abort();
}
