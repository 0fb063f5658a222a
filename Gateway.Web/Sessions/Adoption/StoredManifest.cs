using System.Collections.Concurrent;
using Gateway.Web.Platform.Store;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Sessions.Workers;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Web.Sessions.Adoption;

/// <summary>The manifest, stored in a table of the store. Nonces are encrypted.</summary>
internal sealed class StoredManifest(IDbContextFactory<GatewayDbContext> contexts, SecretProtector protector, ILogger<StoredManifest> logger) : ISessionManifest
{
    /// <summary>Sessions whose row is still to be removed.</summary>
    private readonly ConcurrentDictionary<string, byte> _owed = new(StringComparer.Ordinal);

    /// <exception cref="Errors.GatewayException"><c>StoreUnavailable</c>.</exception>
    public async Task SaveAsync(SessionRecord row)
    {
        try
        {
            await ReplaceAsync(row);
        }
        catch (Exception error) when (StoreTrouble.From(error) is { } trouble)
        {
            throw trouble;
        }
    }

    private async Task ReplaceAsync(SessionRecord row)
    {
        await using var database = await contexts.CreateDbContextAsync();
        using var turn = await database.TakeTurnAsync(CancellationToken.None);
        await using var transaction = await database.Database.BeginTransactionAsync();
        await DeleteAsync(database, row.Identity.SessionId);
        database.Manifest.Add(EntryOf(row));
        await database.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    public async Task RemoveAsync(string sessionId)
    {
        _owed[sessionId] = 0;
        try
        {
            await RemoveOwedAsync();
        }
        catch (Exception error)
        {
            // The worker has ended in any case, and the next start would detect it.
            logger.RowNotRemoved(sessionId, error);
        }
    }

    /// <summary>Removes the rows that could not be removed when their sessions ended.</summary>
    public async Task RemoveOwedAsync()
    {
        string[] gone = [.. _owed.Keys];
        if (gone.Length == 0)
        {
            return;
        }

        await using var database = await contexts.CreateDbContextAsync();
        using var turn = await database.TakeTurnAsync(CancellationToken.None);
        // One parameter, however many there are: SQLite bounds the number of parameters.
        await database.Manifest.Where(entry => EF.Parameter(gone).Contains(entry.SessionId)).ExecuteDeleteAsync();
        foreach (var removed in gone)
        {
            _owed.TryRemove(removed, out _);
        }
    }

    public async Task<IReadOnlyList<ManifestEntry>> ReadAllAsync(CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return await database.Manifest.AsNoTracking().OrderBy(entry => entry.CreatedAt).ToListAsync(cancellationToken);
    }

    /// <summary>The row as it was saved; its nonce is empty when it had none or was altered.</summary>
    public SessionRecord RowOf(ManifestEntry entry) => new(
        new SessionIdentity(entry.SessionId, entry.Name, entry.SessionTag, entry.Backend, entry.Owner, entry.CreatedAt.UtcDateTime)
        {
            ClientIdentity = entry.ClientIdentity,
            CorrelationId = entry.CorrelationId,
        },
        entry.LeaseSeconds,
        entry.CloseWhenDetached,
        new WorkerRecord(entry.PipeName, NonceOf(entry), new ProcessIdentity(entry.ProcessId, entry.ProcessStarted, entry.Executable)));

    private static Task<int> DeleteAsync(GatewayDbContext database, string sessionId) =>
        database.Manifest.Where(entry => entry.SessionId == sessionId).ExecuteDeleteAsync();

    private ManifestEntry EntryOf(SessionRecord row)
    {
        var (session, worker) = (row.Identity, row.Worker);
        return new ManifestEntry
        {
            SessionId = session.SessionId,
            Name = session.Name,
            SessionTag = session.SessionTag,
            Backend = session.Backend,
            Owner = session.Owner,
            ClientIdentity = session.ClientIdentity,
            CorrelationId = session.CorrelationId,
            CreatedAt = session.CreatedAt,
            LeaseSeconds = row.LeaseSeconds,
            CloseWhenDetached = row.CloseWhenDetached,
            PipeName = worker.PipeName,
            ProtectedNonce = worker.Nonce.Length == 0 ? "" : protector.Protect(worker.Nonce),
            ProcessId = worker.Process.ProcessId,
            ProcessStarted = worker.Process.Started,
            Executable = worker.Process.Executable,
        };
    }

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
