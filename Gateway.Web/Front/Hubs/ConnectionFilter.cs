using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Front.Hubs.Stopping;
using Gateway.Web.Platform.Recorder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Front.Hubs;

/// <summary>Sets up what a connection has for its whole life, its caller and its quota, and removes it at the end.</summary>
internal sealed class ConnectionFilter(
    CallerRegistry callers, ConnectionRegistry connections, IOptions<GatewayHubOptions> options, IHostApplicationLifetime lifetime, TimeProvider time) : IHubFilter
{
    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        Opened(context.Context);
        return next(context);
    }

    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        Closed(context.Context, exception);
        return next(context, exception);
    }

    private void Opened(HubCallerContext context)
    {
        var quota = NewQuota();
        connections.Add(new OpenConnection(context, quota));

        // A connection that is accepted just before a stop would not be among those that the stop closes.
        if (context.User?.ToCaller() is not { } caller || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            context.Abort();
            return;
        }

        var live = new LiveCaller(OriginOf(context), caller, quota, context.Abort);
        context.Items[nameof(LiveCaller)] = live;
        callers.Add(live);
        NoteBeginning(context, live.Ring);
    }

    private static void NoteBeginning(HubCallerContext context, OccurrenceRing ring)
    {
        ring.Note(new Occurrence(OccurrenceKind.Connected) { Word = EnumWord.Of(context.Features.Get<IHttpTransportFeature>()?.TransportType ?? HttpTransportType.None) });
        ring.Note(new Occurrence(OccurrenceKind.Negotiated) { Word = EnumWord.Of(context.Features.Get<ITransferFormatFeature>()?.ActiveFormat ?? TransferFormat.Text) });
    }

    private static ConnectionOrigin OriginOf(HubCallerContext context)
    {
        var http = context.GetHttpContext();
        var headers = http?.Request.Headers;
        return new ConnectionOrigin
        {
            ConnectionId = context.ConnectionId,
            RemoteAddress = http?.Connection.RemoteIpAddress?.ToString(),
            // Browsers do not let SignalR set the header of a user agent, so it has one of its own there.
            UserAgent = UserAgent.Of(headers?["X-SignalR-User-Agent"].FirstOrDefault() ?? headers?.UserAgent.FirstOrDefault()),
            Transport = context.Features.Get<IHttpTransportFeature>()?.TransportType switch
            {
                HttpTransportType.WebSockets => "webSockets",
                HttpTransportType.ServerSentEvents => "serverSentEvents",
                HttpTransportType.LongPolling => "longPolling",
                _ => null,
            },
            Protocol = context.Features.Get<ITransferFormatFeature>()?.ActiveFormat switch
            {
                TransferFormat.Binary => "messagepack",
                TransferFormat.Text => "json",
                _ => null,
            },
        };
    }

    private ConnectionQuota NewQuota()
    {
        var (streams, starts) = (options.Value.MaxStreamsPerConnection, options.Value.StreamStartsPerMinute);
        return new ConnectionQuota(streams, Math.Max(streams, starts), time);
    }

    // The error is null when the client closed the connection.
    private void Closed(HubCallerContext context, Exception? error)
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
            live.Ring.Note(error switch { null => OccurrenceKind.ConnectionClosed, OperationCanceledException => OccurrenceKind.PingLost, _ => OccurrenceKind.ConnectionFailed });
            callers.Remove(live);
        }
    }
}
