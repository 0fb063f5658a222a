using Gateway.Web.Sessions.Workers;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>Writes the manifest row of one session. The session's lock on transitions serialises the calls.</summary>
internal sealed class ManifestWriter(ISessionManifest manifest, SessionLease lease)
{
    private WorkerRecord? _worker;

    /// <summary>Creates the row with its worker.</summary>
    public void Found(WorkerRecord worker) => _worker = worker;

    public Task SaveAsync(SessionIdentity identity, WorkerRecord worker)
    {
        _worker = worker;
        return SaveAsync(identity);
    }

    /// <summary>Writes the row again, with its current worker.</summary>
    public Task SaveAsync(SessionIdentity identity) => manifest.SaveAsync(new SessionRecord(identity, lease.Seconds, lease.CloseWhenDetached, _worker!));

    public Task RemoveAsync(SessionIdentity identity) => manifest.RemoveAsync(identity.SessionId);
}
