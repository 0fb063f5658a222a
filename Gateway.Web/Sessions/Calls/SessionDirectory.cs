using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Platform.Telemetry;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Calls;

/// <summary>Finds the sessions that a caller has access to, and checks its rights on them.</summary>
internal sealed class SessionDirectory(SessionManager sessions, UnknownSites unknown, IAccessPolicy access, TimeProvider time)
{
    private const int RetryAfterMs = 1_000;

    /// <summary>Admits a call to a session. It also adds the session to the call's span and extends the session's lease.</summary>
    /// <exception cref="GatewayException"><c>TokenExpired</c>, <c>TokenRevoked</c>, <c>Forbidden</c>, <c>SessionNotFound</c>, or <c>SiteUnavailable</c>
    /// when there may be such a session.</exception>
    public SessionCall Admit(LiveCaller live, string sessionId, GatewayAction action)
    {
        var caller = live.Demand(time.GetUtcNow());
        return new SessionCall(live, caller, Find(caller, sessionId, action));
    }

    /// <summary>The session of a caller's call; see <see cref="Admit"/>.</summary>
    /// <exception cref="GatewayException"><c>Forbidden</c>, <c>SessionNotFound</c>, or <c>SiteUnavailable</c> when there may be such a session.</exception>
    public Session Find(Caller caller, string sessionId, GatewayAction action)
    {
        var session = sessions.Find(sessionId);
        if (session is null && access.Allows(caller, action, null) && unknown.ReadBy(caller) is { } site)
        {
            throw new GatewayException(
                GatewayErrorCode.SiteUnavailable, $"This gateway does not know of such a session, but it cannot read the directory of site {site} at the moment, so there may be one; try again.", RetryAfterMs);
        }

        access.DemandOn(caller, action, session?.ToAccessInfo());
        GatewaySpans.HubCall.Describe(sessionId, session!.Identity.SessionTag);
        if (session.Identity.IsOfGateway && action is (GatewayAction.WriteSession or GatewayAction.CloseSession or GatewayAction.KillSession))
        {
            throw new GatewayException(
                GatewayErrorCode.Forbidden,
                "The session belongs to the gateway's alarm monitor, so no client runs commands on it, changes its tag or ends it. What it watches is set in Gateway:Alarms.");
        }

        session.Lease.Extend();
        return session;
    }

    /// <summary>Admits that the caller owns a session with this tag, which it opens or gives this tag.</summary>
    /// <exception cref="GatewayException"><c>TokenExpired</c>, <c>TokenRevoked</c> or <c>Forbidden</c>.</exception>
    public Caller AdmitTag(LiveCaller live, string? sessionTag)
    {
        var caller = live.Demand(time.GetUtcNow());
        access.Demand(caller, GatewayAction.OpenSession, new SessionAccessInfo(null, caller.Subject, sessionTag));
        return caller;
    }

    /// <summary>All sessions that the caller has access to, the oldest first.</summary>
    /// <exception cref="GatewayException"><c>TokenExpired</c>, <c>TokenRevoked</c> or <c>Forbidden</c>.</exception>
    public IEnumerable<SessionCall> List(LiveCaller live)
    {
        var caller = live.Demand(time.GetUtcNow());
        access.Demand(caller, GatewayAction.ListSessions);
        return sessions.All
            .Where(session => access.Allows(caller, GatewayAction.ListSessions, session.ToAccessInfo()))
            .OrderBy(session => session.Identity.CreatedAt)
            .Select(session => new SessionCall(live, caller, session));
    }
}
