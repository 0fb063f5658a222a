using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Audit;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Calls;

/// <summary>
/// Ends and tags sessions for callers whose rights were checked. The audit trail has each change before the caller has its answer. A session of another
/// node is for that node, which checks the rights again and has the audit trail.
/// </summary>
internal sealed class SessionChanges(SessionManager sessions, SessionTagger tagger, IRemoteCalls remote, IAudit audit)
{
    /// <returns>The session as it ended.</returns>
    /// <exception cref="GatewayException">At another node only: see <see cref="IRemoteCalls"/>.</exception>
    public async Task<SessionInfo> CloseAsync(ActingCaller by, Session session)
    {
        if (session.Node is not null)
        {
            return await remote.CloseAsync(by, session);
        }

        await sessions.CloseAsync(session, $"closed by {by.Caller.Subject}");
        return await RecordedAsync(by, session, AuditActions.SessionClosed);
    }

    /// <inheritdoc cref="CloseAsync"/>
    public async Task<SessionInfo> KillAsync(ActingCaller by, Session session)
    {
        if (session.Node is not null)
        {
            return await remote.KillAsync(by, session);
        }

        await sessions.KillAsync(session, $"by {by.Caller.Subject}");
        return await RecordedAsync(by, session, AuditActions.SessionKilled);
    }

    /// <returns>The session with its new tag.</returns>
    /// <exception cref="GatewayException">See <see cref="SessionTagger.SetAsync"/>; at another node, <see cref="IRemoteCalls"/>.</exception>
    public async Task<SessionInfo> SetTagAsync(SessionCall call, string? sessionTag)
    {
        if (call.Session.Node is not null)
        {
            return await remote.SetTagAsync(call.By, call.Session, sessionTag);
        }

        await tagger.SetAsync(call, sessionTag);
        return call.Describe();
    }

    private async Task<SessionInfo> RecordedAsync(ActingCaller by, Session session, string action)
    {
        await audit.RecordNowAsync(by.EntryOf(action, session.Identity.SessionId, null));
        return session.DescribeTo(by.Caller);
    }
}
