using System.Runtime.CompilerServices;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>The events of a session for a hub connection: within the connection's quota and its current rights.</summary>
internal sealed class SessionStreaming(StreamRequestValidator requests, IAccessPolicy access, TimeProvider time)
{
    /// <exception cref="GatewayException"><c>InvalidArgument</c>; while reading also <c>Forbidden</c>, <c>TooManySubscribers</c>, or
    /// the reason why the stream ended.</exception>
    public IAsyncEnumerable<StreamItem> Open(LiveCaller live, Session session, StreamRequest request, CancellationToken cancellationToken)
    {
        requests.Check(request);
        return ReadAsync(live, session, request, cancellationToken);
    }

    private async IAsyncEnumerable<StreamItem> ReadAsync(
        LiveCaller live, Session session, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var place = live.Quota.TakeStream();
        await session.PrepareAsync(cancellationToken);
        var stream = live.Attach(time.GetUtcNow(), caller => Start(live, session, request, caller));
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

    // The rights are read again, because a renewal may have come between the call and the first read.
    private LiveSessionStream Start(LiveCaller live, Session session, StreamRequest request, Caller caller)
    {
        access.DemandOn(caller, GatewayAction.ReadSession, session.ToAccessInfo());
        var subscription = session.Subscribe(new SubscriptionSettings
        {
            SubscriptionId = Guid.NewGuid().ToString("N"),
            Subject = caller.Subject,
            Kind = request.Observer is true ? ReaderKind.Observer : ReaderKind.Session,
            Connection = live,
            Request = request,
            Limits = requests.Grant(request, caller.ExpiresAt.UtcDateTime),
            Visible = caller.Read,
        });
        return new LiveSessionStream(session, subscription, access);
    }
}
