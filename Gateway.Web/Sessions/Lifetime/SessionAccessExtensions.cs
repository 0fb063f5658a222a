using Gateway.Web.Access.Callers;

namespace Gateway.Web.Sessions.Lifetime;

internal static class SessionAccessExtensions
{
    public static SessionAccessInfo ToAccessInfo(this Session session) => session.Identity.ToAccessInfo();

    public static SessionAccessInfo ToAccessInfo(this SessionIdentity identity) => new(identity.SessionId, identity.Owner, identity.SessionTag) { Site = identity.Site };

    /// <summary>The session as this caller may see it: only its owner and admins see its other readers.</summary>
    public static Contracts.SessionInfo DescribeTo(this Session session, Caller caller) =>
        session.Describe(withSubscriptions: caller.BelongsTo(session.Identity.Site) && (caller.IsAdmin || caller.Subject == session.Identity.Owner));
}
