namespace Gateway.Web.Access.Callers;

/// <summary>
/// Scopes decide which actions are allowed; owner, tags and session id decide on which sessions. The scope is checked first, so that a
/// refusal because of it reveals nothing about the session. A token that is bound to a session gives access to that session only,
/// whatever else it contains. At a gateway that serves several sites, the rights of a token count for the sessions of its own sites; those
/// of sites that accept it can be listed and read, and whatever concerns the gateway as a whole is for those who administer it.
/// </summary>
internal sealed class ScopeAccessPolicy : IAccessPolicy
{
    public AccessDecision Decide(Caller caller, GatewayAction action, SessionAccessInfo? session)
    {
        if (!HasScope(caller, action) || (caller.SessionId is not null && !IsWithinSession(action)))
        {
            return AccessDecision.Forbidden;
        }

        if (session is null)
        {
            return caller.Sites is { Administers: false } && IsOfGateway(action) ? AccessDecision.Forbidden : AccessDecision.Allowed;
        }

        if (caller.Sites is { } sites && action != GatewayAction.OpenSession && !sites.Owns(session.Site))
        {
            return sites.Reads(session.Site) ? DecideAccepted(caller, action, session) : AccessDecision.OutOfReach;
        }

        return action switch
        {
            GatewayAction.OpenSession => DecideOpening(caller, session),
            GatewayAction.ShareSession => DecideSharing(caller, session),
            _ => DecideReach(caller, session),
        };
    }

    private static bool HasScope(Caller caller, GatewayAction action) =>
        caller.HasScope(ScopeOf(action)) || (action == GatewayAction.AcknowledgeAlarm && caller.HasScope(Scopes.AcknowledgeAlarms));

    private static string ScopeOf(GatewayAction action) => action switch
    {
        GatewayAction.OpenSession => Scopes.OpenSessions,
        GatewayAction.ListSessions or GatewayAction.ReadSession or GatewayAction.ShareSession => Scopes.ReadSessions,
        GatewayAction.WriteSession or GatewayAction.AcknowledgeAlarm => Scopes.WriteSessions,
        GatewayAction.CloseSession => Scopes.CloseSessions,
        GatewayAction.ReadFeed => Scopes.ReadFeed,
        GatewayAction.ReadMetrics => Scopes.ReadMetrics,
        _ => Scopes.Admin,
    };

    private static bool IsWithinSession(GatewayAction action) => action is GatewayAction.ListSessions or GatewayAction.ReadSession
        or GatewayAction.WriteSession or GatewayAction.CloseSession or GatewayAction.ReadFeed or GatewayAction.AcknowledgeAlarm;

    // What shows or changes more than the sessions of one site.
    private static bool IsOfGateway(GatewayAction action) => action is GatewayAction.DrainGateway or GatewayAction.ViewDiagnostics
        or GatewayAction.ReadMetrics or GatewayAction.ManageTokens or GatewayAction.ViewAudit;

    private static AccessDecision DecideAccepted(Caller caller, GatewayAction action, SessionAccessInfo session)
    {
        var reach = DecideReach(caller, session);
        return reach == AccessDecision.Allowed && action is not (GatewayAction.ListSessions or GatewayAction.ReadSession) ? AccessDecision.Forbidden : reach;
    }

    // A tag shares the session with every caller that has the tag, so a caller may only set a tag that its token has.
    private static AccessDecision DecideOpening(Caller caller, SessionAccessInfo session) =>
        session.SessionTag is null || ReachesAll(caller) || caller.SessionTags.Contains(session.SessionTag)
            ? AccessDecision.Allowed
            : AccessDecision.Forbidden;

    private static AccessDecision DecideSharing(Caller caller, SessionAccessInfo session)
    {
        var reach = DecideReach(caller, session);
        return reach == AccessDecision.Allowed && !caller.IsAdmin && !string.Equals(caller.Subject, session.Owner, StringComparison.Ordinal)
            ? AccessDecision.Forbidden
            : reach;
    }

    private static AccessDecision DecideReach(Caller caller, SessionAccessInfo session) =>
        Reaches(caller, session) ? AccessDecision.Allowed : AccessDecision.OutOfReach;

    private static bool Reaches(Caller caller, SessionAccessInfo session)
    {
        if (caller.SessionId is { } only)
        {
            return string.Equals(only, session.SessionId, StringComparison.Ordinal);
        }

        return ReachesAll(caller)
            // The same subject of another site is somebody else.
            || (caller.BelongsTo(session.Site) && string.Equals(caller.Subject, session.Owner, StringComparison.Ordinal))
            || (session.SessionTag is { } tag && caller.SessionTags.Contains(tag));
    }

    private static bool ReachesAll(Caller caller) => caller.HasScope(Scopes.AllSessions);
}
