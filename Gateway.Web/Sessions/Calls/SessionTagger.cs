using Gateway.Contracts;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Streams.Feed;

namespace Gateway.Web.Sessions.Calls;

/// <summary>Changes the session tag of a session, and the rights of its readers that depend on it.</summary>
internal sealed class SessionTagger(SessionDirectory directory, CallerRegistry callers, IAudit audit, IFeed feed, TimeProvider time)
{
    /// <summary>Changes of one session's tag that are told in one interval; the session itself tells its tag.</summary>
    public const int MostTold = 100;

    private readonly FeedThrottle _throttle = new(time);

    /// <exception cref="Errors.GatewayException"><c>Forbidden</c>, <c>InvalidArgument</c>, or the session is not ready.</exception>
    public async Task SetAsync(SessionCall call, string? sessionTag)
    {
        OpenSessionValidator.CheckTag(sessionTag);
        directory.AdmitTag(call.Live, sessionTag);
        var session = call.Session;
        var before = session.Identity.SessionTag;
        await session.Life.SetTagAsync(sessionTag);
        callers.Review();
        Tell(session, before, call.Caller);
        await audit.RecordNowAsync(call.EntryOf(AuditActions.SessionTagged, $"{before ?? "none"} to {sessionTag ?? "none"}"));
    }

    private void Tell(Session session, string? before, Caller caller)
    {
        if (_throttle.Admit(session.Identity.SessionId, MostTold) is not { } repeated)
        {
            return;
        }

        feed.Record(new FeedEntry
        {
            Kind = FeedKind.SessionTagged,
            Session = session.ToAccessInfo(),
            SessionName = session.Identity.Name,
            Subject = caller.Subject,
            Data = FeedEntry.DataOf(("from", before), ("to", session.Identity.SessionTag), (FeedThrottle.Repeated, repeated == 0 ? null : $"{repeated}")),
        });
    }
}
