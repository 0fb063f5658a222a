using Gateway.Web.Sessions.Workers;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>What a restarted gateway needs to know about a session: its identity, its lifetime, and how to find its worker.</summary>
internal sealed record SessionRecord(SessionIdentity Identity, int LeaseSeconds, bool CloseWhenDetached, WorkerRecord Worker);
