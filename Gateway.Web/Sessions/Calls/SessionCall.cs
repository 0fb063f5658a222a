using Gateway.Contracts;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Calls;

/// <summary>A call of a client to a session: the connection, the rights by which the call was admitted, and the session.</summary>
internal readonly record struct SessionCall(LiveCaller Live, Caller Caller, Session Session)
{
    public ActingCaller By => new(Caller, Live.RemoteAddress);

    /// <summary>The session as the caller may see it.</summary>
    public SessionInfo Describe() => Session.DescribeTo(Caller);

    public AuditEntry EntryOf(string action, string? detail) => By.EntryOf(action, Session.Identity.SessionId, detail);
}
