using System.Runtime.CompilerServices;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>A session's events as a connection reads them: within its quota, under its rights of the moment.</summary>
internal sealed class SessionStreaming(StreamRequestValidator requests, IAccessPolicy access, TimeProvider time)
{
    /// <exception cref="GatewayException"><c>InvalidArgument</c>; when read, <c>Forbidden</c>, <c>TooManySubscribers</c>, or why it ended.</exception>
    public IAsyncEnumerable<StreamItem> Open(LiveCaller live, Session session, StreamRequest request, CancellationToken cancellationToken)
    {
        requests.Check(request);
        return ReadAsync(live, session, request, cancellationToken);
    }

    /// <summary>Reads a running stream of this connection otherwise, from where it stands, also one over many sessions.</summary>
    /// <returns>What is in force.</returns>
    /// <exception cref="GatewayException"><c>InvalidArgument</c> or <c>NotFound</c>.</exception>
    public StreamSettings Change(LiveCaller live, string subscriptionId, StreamSettings settings)
    {
        requests.Check(settings);
        var stream = live.Find<IAdjustableStream>(one => one.SubscriptionId == subscriptionId)
            ?? throw new GatewayException(GatewayErrorCode.NotFound, "The connection has no such stream; its started item names it, and it may have ended.");
        stream.Change(settings);
        return settings with { FlushIntervalMs = settings.FlushIntervalMs ?? 0 };
    }

    private async IAsyncEnumerable<StreamItem> ReadAsync(
        LiveCaller live, Session session, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var place = live.Quota.TakeStream();
        var stream = live.Attach(time.GetUtcNow(), caller => Start(session, request, caller));
        try
        {
            await foreach (var item in stream.Subscription.ReadAsync(cancellationToken))
            {
                yield return item;
            }
        }
        finally
        {
            live.Detach(stream);
        }
    }

    // Asked again: a renewal may have come between the call and the first read.
    private LiveSessionStream Start(Session session, StreamRequest request, Caller caller)
    {
        access.DemandOn(caller, GatewayAction.ReadSession, session.ToAccessInfo());
        var subscription = session.Subscribe(new SubscriptionSettings
        {
            SubscriptionId = Guid.NewGuid().ToString("N"),
            Subject = caller.Subject,
            Request = request,
            Limits = requests.Grant(request, caller.ExpiresAt.UtcDateTime),
            Visible = caller.Read,
        });
        return new LiveSessionStream(session, subscription, access);
    }
}
