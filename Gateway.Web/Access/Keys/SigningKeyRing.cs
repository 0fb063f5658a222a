using System.Collections.Frozen;
using System.Security.Cryptography;
using Gateway.Web.Access.Callers;
using Gateway.Web.Platform.Store;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Access.Keys;

/// <summary>
/// The ES256 keys of the store: one signs, all verify. The keys are loaded before the host listens; the active key is created when
/// there is none. After loading, the ring is safe on any thread.
/// </summary>
internal sealed class SigningKeyRing(
    GatewayStore store,
    IDbContextFactory<GatewayDbContext> contexts,
    SecretProtector secrets,
    TimeProvider time,
    ILogger<SigningKeyRing> logger) : ITokenKeys, IDisposable
{
    public const string Algorithm = SecurityAlgorithms.EcdsaSha256;

    private const int ConstraintViolated = 19;

    private volatile Ring? _ring;

    /// <summary>Called when the keys have changed, on the thread of the change. Must not wait.</summary>
    public event Action? Changed;

    /// <summary>False at a gateway whose tokens another one signs: it has no keys at all.</summary>
    public bool IsLoaded => _ring is not null;

    public bool AreKnown => IsLoaded;

    public IReadOnlyList<ECDsaSecurityKey> Public => Loaded.Newest;

    public SigningCredentials Active => new(Loaded.Active.Security, Algorithm);

    public IReadOnlyCollection<SecurityKey> ValidationKeys => [.. Loaded.Keys.Values.Select(key => key.Security)];

    /// <summary>When the key that signs now was created.</summary>
    public DateTimeOffset ActiveSince => Loaded.Since;

    private Ring Loaded => _ring ?? throw new InvalidOperationException("The signing keys are not loaded; await LoadAsync first.");

    public SecurityKey? Find(string? kid) => kid is not null && Loaded.Keys.TryGetValue(kid, out var key) ? key.Security : null;

    /// <summary>Called once, in the host's first start-up phase.</summary>
    /// <exception cref="StoreException">The store or its protection keys cannot be used.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await store.EnsureReadyAsync(cancellationToken);
        if (!await TryReadAsync(cancellationToken))
        {
            await CreateFirstAsync(cancellationToken);
            await ReadAsync(cancellationToken);
        }
    }

    /// <summary>Replaces the signing key by a new one. The old key still verifies tokens.</summary>
    /// <returns>The id of the new key.</returns>
    public async Task<string> RotateAsync(CancellationToken cancellationToken)
    {
        var created = Create();
        await using (var database = await contexts.CreateDbContextAsync(cancellationToken))
        {
            using var turn = await database.TakeTurnAsync(cancellationToken);
            await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
            // The old key is retired first, because the database allows only one key that is not retired.
            await database.SigningKeys
                .Where(entry => entry.Algorithm == Algorithm && entry.RetiredAt == null)
                .ExecuteUpdateAsync(update => update.SetProperty(entry => entry.RetiredAt, time.GetUtcNow()), cancellationToken);
            database.SigningKeys.Add(created);
            await database.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        logger.SigningKeyCreated(created.Kid);
        await ReadAsync(cancellationToken);
        return created.Kid;
    }

    /// <summary>Deletes keys that have signed no token that is still valid.</summary>
    /// <param name="retiredBefore">Keys that were retired later are kept in any case, because not every token has to be in the
    /// list.</param>
    /// <param name="tokensEndedBefore">A key is kept while a listed token that it signed expires at this time or later.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task DeleteEndedAsync(DateTimeOffset retiredBefore, DateTimeOffset tokensEndedBefore, CancellationToken cancellationToken)
    {
        await using (var database = await contexts.CreateDbContextAsync(cancellationToken))
        {
            using var turn = await database.TakeTurnAsync(cancellationToken);
            var ended = await database.SigningKeys
                .Where(key => key.RetiredAt != null && key.RetiredAt < retiredBefore)
                .Where(key => !database.Tokens.Any(token => token.Kid == key.Kid && token.ExpiresAt >= tokensEndedBefore))
                .ToListAsync(cancellationToken);
            if (ended.Count == 0)
            {
                return;
            }

            database.SigningKeys.RemoveRange(ended);
            await database.SaveChangesAsync(cancellationToken);
            ended.ForEach(key => logger.SigningKeyDeleted(key.Kid));
        }

        await ReadAsync(cancellationToken);
    }

    public void Dispose()
    {
        foreach (var key in _ring?.Keys.Values ?? [])
        {
            key.Dispose();
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (!await TryReadAsync(cancellationToken))
        {
            throw new InvalidOperationException("The store has no signing key that is in use.");
        }
    }

    // Deleted keys are left to the garbage collector, because a check that began earlier may still use one.
    private async Task<bool> TryReadAsync(CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var entries = await database.SigningKeys.AsNoTracking().Where(entry => entry.Algorithm == Algorithm).ToListAsync(cancellationToken);
        if (entries.SingleOrDefault(entry => entry.RetiredAt is null) is not { } active)
        {
            return false;
        }

        var keys = entries.ToFrozenDictionary(entry => entry.Kid, entry => Open(entry), StringComparer.Ordinal);
        _ring = new Ring(keys[active.Kid], active.CreatedAt, keys)
        {
            Newest = [.. entries.OrderBy(entry => entry.RetiredAt is not null).ThenByDescending(entry => entry.CreatedAt).Select(entry => keys[entry.Kid].Security)],
        };
        logger.SigningKeysLoaded(keys.Count, active.Kid);
        Changed?.Invoke();
        return true;
    }

    private async Task CreateFirstAsync(CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        using var turn = await database.TakeTurnAsync(cancellationToken);
        var created = Create();
        database.SigningKeys.Add(created);
        try
        {
            await database.SaveChangesAsync(cancellationToken);
            logger.SigningKeyCreated(created.Kid);
        }
        catch (DbUpdateException error) when (error.InnerException is SqliteException { SqliteErrorCode: ConstraintViolated })
        {
            // Another process that starts on the same store created its key first; that key is the active one.
            logger.SigningKeyCreatedElsewhere();
        }
    }

    private SigningKeyEntry Create()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pkcs8 = pair.ExportPkcs8PrivateKey();
        try
        {
            return new SigningKeyEntry
            {
                Kid = KeyId.Of(pair),
                Algorithm = Algorithm,
                ProtectedPrivateKey = secrets.Protect(pkcs8),
                CreatedAt = time.GetUtcNow(),
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    private SigningKey Open(SigningKeyEntry entry)
    {
        var pkcs8 = secrets.Unprotect(entry.ProtectedPrivateKey);
        try
        {
            return new SigningKey(entry.Kid, pkcs8);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    private sealed record Ring(SigningKey Active, DateTimeOffset Since, FrozenDictionary<string, SigningKey> Keys)
    {
        public required IReadOnlyList<ECDsaSecurityKey> Newest { get; init; }
    }
}
