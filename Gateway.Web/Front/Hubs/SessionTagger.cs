using Gateway.Contracts;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Streams.Feed;

namespace Gateway.Web.Front.Hubs;

/// <summary>Changes the session tag of a session, and the rights of its readers that depend on it.</summary>
internal sealed class SessionTagger(IAccessPolicy access, CallerRegistry callers, IAudit audit, IFeed feed)
{
    /// <exception cref="Errors.GatewayException"><c>Forbidden</c>, <c>InvalidArgument</c>, or the session is not ready.</exception>
    public async Task SetAsync(Session session, string? sessionTag, LiveCaller live, Caller caller)
    {
        OpenSessionValidator.CheckTag(sessionTag);
        access.Demand(caller, GatewayAction.OpenSession, new SessionAccessInfo(null, caller.Subject, sessionTag));
        var before = session.Identity.SessionTag;
        await session.Life.SetTagAsync(sessionTag);
        callers.Review();
        feed.Record(new FeedEntry
        {
            Kind = FeedKind.SessionTagged,
            Session = session.ToAccessInfo(),
            SessionName = session.Identity.Name,
            Subject = caller.Subject,
            Data = Labels(("from", before), ("to", sessionTag)),
        });
        await audit.RecordNowAsync(new AuditEntry
        {
            Action = AuditActions.SessionTagged,
            Subject = caller.Subject,
            TokenId = caller.TokenId,
            SessionId = session.Identity.SessionId,
            RemoteAddress = live.RemoteAddress,
            Detail = $"{before ?? "none"} to {sessionTag ?? "none"}",
        });
    }

    private static Dictionary<string, string> Labels(params (string Name, string? Tag)[] labels) =>
        labels.Where(label => label.Tag is not null).ToDictionary(label => label.Name, label => label.Tag!, StringComparer.Ordinal);
}
