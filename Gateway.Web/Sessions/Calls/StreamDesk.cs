using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Sessions.MultiSession;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Calls;

/// <summary>The streams of events that run on a connection: of one session, and over many sessions.</summary>
internal sealed class StreamDesk(
    SessionDirectory directory, SessionStreaming single, MultiSessionStreaming many, StreamRequestValidator requests, TimeProvider time)
{
    /// <inheritdoc cref="SessionStreaming.Open"/>
    public IAsyncEnumerable<StreamItem> Open(LiveCaller live, string sessionId, StreamRequest request, CancellationToken cancellationToken) =>
        single.Open(live, directory.Admit(live, sessionId, GatewayAction.ReadSession).Session, request, cancellationToken);

    /// <summary>As <see cref="Open(LiveCaller, string, StreamRequest, CancellationToken)"/>, with the items that the handles of the events stand for.</summary>
    public (ItemTable Items, IAsyncEnumerable<StreamItem> Stream) OpenNamed(LiveCaller live, string sessionId, StreamRequest request, CancellationToken cancellationToken)
    {
        var session = directory.Admit(live, sessionId, GatewayAction.ReadSession).Session;
        return (session.Distributor.Items, single.Open(live, session, request, cancellationToken));
    }

    /// <inheritdoc cref="MultiSessionStreaming.Open"/>
    public IAsyncEnumerable<MultiSessionItem> Open(LiveCaller live, MultiSessionRequest request, CancellationToken cancellationToken) =>
        many.Open(live, request, cancellationToken);

    /// <summary>Changes the settings of a running stream of this connection, from its position on.</summary>
    /// <returns>The settings in force.</returns>
    /// <exception cref="GatewayException"><c>InvalidArgument</c> or <c>NotFound</c>.</exception>
    public StreamSettings Change(LiveCaller live, string subscriptionId, StreamSettings settings)
    {
        live.Demand(time.GetUtcNow());
        requests.Check(settings);
        var stream = live.Find<IAdjustableStream>(one => one.SubscriptionId == subscriptionId)
            ?? throw new GatewayException(GatewayErrorCode.NotFound, "The connection has no stream with this id, or the stream has ended. A stream's id is in its started item.");
        stream.Change(settings);
        return settings with { FlushIntervalMs = settings.FlushIntervalMs ?? 0 };
    }
}
