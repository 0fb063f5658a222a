using Gateway.Web.Sessions.Workers;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>A session as a restarted gateway needs it: who it is, how it lives, and how its worker is found.</summary>
internal sealed record SessionRecord(SessionIdentity Identity, int LeaseSeconds, bool CloseWhenDetached, WorkerRecord Worker);
