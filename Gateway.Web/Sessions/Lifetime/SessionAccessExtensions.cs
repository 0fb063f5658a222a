using Gateway.Web.Access.Callers;

namespace Gateway.Web.Sessions.Lifetime;

internal static class SessionAccessExtensions
{
    public static SessionAccessInfo ToAccessInfo(this Session session) =>
        new(session.Identity.SessionId, session.Identity.Owner, session.Identity.SessionTag);

    /// <summary>The session as this caller may see it: only its owner and admins see its other readers.</summary>
    public static Contracts.SessionInfo DescribeTo(this Session session, Caller caller) =>
        session.Describe(withSubscriptions: caller.IsAdmin || caller.Subject == session.Identity.Owner);
}
