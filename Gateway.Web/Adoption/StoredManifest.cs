using Gateway.Web.Sessions;
using Gateway.Web.Store;
using Gateway.Web.Workers;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Web.Adoption;

/// <summary>The manifest as a table of the store. Nonces are protected.</summary>
internal sealed class StoredManifest(IDbContextFactory<GatewayDbContext> contexts, SecretProtector protector, ILogger<StoredManifest> logger) : ISessionManifest
{
    public async Task SaveAsync(ManifestRow row)
    {
        var (session, worker) = (row.Identity, row.Worker);
        var nonce = worker.Nonce.Length == 0 ? "" : protector.Protect(worker.Nonce);
        var createdAt = new DateTimeOffset(session.CreatedAt).ToUnixTimeMilliseconds();
        await using var database = await contexts.CreateDbContextAsync();
        await database.Database.ExecuteSqlInterpolatedAsync($"""
            INSERT INTO Manifest
                (SessionId, Name, SessionTag, Backend, Owner, CreatedAt, LeaseSeconds, CloseWhenDetached, PipeName, ProtectedNonce, ProcessId, ProcessStarted, Executable)
            VALUES
                ({session.SessionId}, {session.Name}, {session.SessionTag}, {session.Backend}, {session.Owner}, {createdAt}, {row.LeaseSeconds}, {row.CloseWhenDetached},
                 {worker.PipeName}, {nonce}, {worker.Process.ProcessId}, {worker.Process.Started}, {worker.Process.Executable})
            ON CONFLICT (SessionId) DO UPDATE SET
                Name = excluded.Name, SessionTag = excluded.SessionTag, Backend = excluded.Backend, Owner = excluded.Owner, CreatedAt = excluded.CreatedAt,
                LeaseSeconds = excluded.LeaseSeconds, CloseWhenDetached = excluded.CloseWhenDetached, PipeName = excluded.PipeName,
                ProtectedNonce = excluded.ProtectedNonce, ProcessId = excluded.ProcessId, ProcessStarted = excluded.ProcessStarted, Executable = excluded.Executable
            """);
    }

    public async Task RemoveAsync(string sessionId)
    {
        try
        {
            await using var database = await contexts.CreateDbContextAsync();
            await database.Database.ExecuteSqlInterpolatedAsync($"DELETE FROM Manifest WHERE SessionId = {sessionId}");
        }
        catch (Exception error)
        {
            // The worker is gone either way, which the next start will find.
            logger.RowNotRemoved(sessionId, error);
        }
    }

    public async Task<IReadOnlyList<ManifestEntry>> ReadAllAsync(CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return await database.Manifest.AsNoTracking().OrderBy(entry => entry.CreatedAt).ToListAsync(cancellationToken);
    }

    /// <summary>The row as it was saved; its nonce is empty when it has none or was changed.</summary>
    public ManifestRow RowOf(ManifestEntry entry) => new(
        new SessionIdentity(entry.SessionId, entry.Name, entry.SessionTag, entry.Backend, entry.Owner, entry.CreatedAt.UtcDateTime),
        entry.LeaseSeconds,
        entry.CloseWhenDetached,
        new WorkerRecord(entry.PipeName, NonceOf(entry), new ProcessIdentity(entry.ProcessId, entry.ProcessStarted, entry.Executable)));

    private byte[] NonceOf(ManifestEntry entry)
    {
        try
        {
            return entry.ProtectedNonce.Length == 0 ? [] : protector.Unprotect(entry.ProtectedNonce);
        }
        catch (StoreException error)
        {
            logger.NonceUnreadable(entry.SessionId, error);
            return [];
        }
    }
}
