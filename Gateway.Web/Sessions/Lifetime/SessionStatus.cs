using Gateway.Contracts;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>The state of a session, and since when it has that state (time stamp of the clock's high-resolution counter).</summary>
internal sealed record SessionStatus(SessionState State, SessionFault? Fault, long Since);
