using Gateway.Web.Sessions.Workers;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>One session's row of the manifest. The session's transitions take turns with it.</summary>
internal sealed class ManifestWriter(ISessionManifest manifest, SessionLease lease)
{
    private WorkerRecord? _worker;

    /// <summary>The row is there, with this worker.</summary>
    public void Found(WorkerRecord worker) => _worker = worker;

    public Task SaveAsync(SessionIdentity identity, WorkerRecord worker)
    {
        _worker = worker;
        return SaveAsync(identity);
    }

    /// <summary>Writes it anew, with the worker it has.</summary>
    public Task SaveAsync(SessionIdentity identity) => manifest.SaveAsync(new SessionRecord(identity, lease.Seconds, lease.CloseWhenDetached, _worker!));

    public Task RemoveAsync(SessionIdentity identity) => manifest.RemoveAsync(identity.SessionId);
}
