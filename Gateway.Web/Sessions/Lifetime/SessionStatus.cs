using Gateway.Contracts;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>Where a session stands, and since when (time stamp of the clock's high-resolution counter).</summary>
internal sealed record SessionStatus(SessionState State, SessionFault? Fault, long Since);
