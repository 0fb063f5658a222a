using Gateway.Web.Workers;

namespace Gateway.Web.Sessions;

/// <summary>A session as a restarted gateway needs it: who it is, how it lives, and how its worker is found.</summary>
internal sealed record ManifestRow(SessionIdentity Identity, int LeaseSeconds, bool CloseWhenDetached, WorkerRecord Worker);
