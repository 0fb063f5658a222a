using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Platform.Telemetry;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>Finds the sessions that a caller has access to.</summary>
internal sealed class SessionDirectory(SessionManager sessions, IAccessPolicy access)
{
    /// <summary>
    /// The session of a caller's hub call. It also adds the session to the call's span and extends the session's lease.
    /// </summary>
    /// <exception cref="GatewayException"><c>Forbidden</c> or <c>SessionNotFound</c>.</exception>
    public Session Find(Caller caller, string sessionId, GatewayAction action)
    {
        var session = sessions.Find(sessionId);
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

    /// <summary>All sessions that the caller has access to, the oldest first.</summary>
    /// <exception cref="GatewayException"><c>Forbidden</c>.</exception>
    public IEnumerable<Session> List(Caller caller)
    {
        access.Demand(caller, GatewayAction.ListSessions);
        return sessions.All
            .Where(session => access.Allows(caller, GatewayAction.ListSessions, session.ToAccessInfo()))
            .OrderBy(session => session.Identity.CreatedAt);
    }
}
