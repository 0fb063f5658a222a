using Gateway.Errors;
using Gateway.Web.Platform.Store;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Web.Access.Tokens;

/// <summary>The list of tokens in the store.</summary>
internal sealed class TokenBook(IDbContextFactory<GatewayDbContext> contexts, TimeProvider time)
{
    /// <exception cref="GatewayException"><c>TokenRevoked</c>: the parent of the token was revoked before this token was
    /// listed.</exception>
    public async Task AddAsync(TokenEntry entry, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        using var turn = await database.TakeTurnAsync(cancellationToken);
        // The write transaction orders the two operations: a revocation of the parent either came before and is seen here, or comes
        // later and finds this token.
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (entry.ParentId is { } parent
            && await database.Tokens.AnyAsync(token => token.TokenId == parent && token.RevokedAt != null, cancellationToken))
        {
            throw new GatewayException(GatewayErrorCode.TokenRevoked, "The token was revoked; use another token.");
        }

        database.Tokens.Add(entry);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<TokenEntry?> FindAsync(string tokenId, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return await database.Tokens.AsNoTracking().SingleOrDefaultAsync(token => token.TokenId == tokenId, cancellationToken);
    }

    /// <summary>The token as it is now.</summary>
    public TokenInfo Describe(TokenEntry entry) => TokenInfo.Of(entry, time.GetUtcNow());

    public async Task<TokenPage> PageAsync(TokenFilter filter, long? before, int limit, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await Matching(database.Tokens.AsNoTracking(), filter, now)
            .Where(token => before == null || token.Number < before)
            .OrderByDescending(token => token.Number)
            .Take(limit + 1)
            .ToListAsync(cancellationToken);
        TokenInfo[] items = [.. rows.Take(limit).Select(token => TokenInfo.Of(token, now))];
        return new TokenPage(items, rows.Count > limit ? rows[limit - 1].Number : null);
    }

    /// <summary>Revokes a token and all tokens that derive from it.</summary>
    /// <returns>The tokens that were not revoked before.</returns>
    public async Task<IReadOnlyList<TokenEntry>> RevokeAsync(string tokenId, string revokedBy, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        using var turn = await database.TakeTurnAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var family = await FamilyOfAsync(database, tokenId, cancellationToken);
        var revoked = family.Where(token => token.RevokedAt is null).ToArray();
        foreach (var token in revoked)
        {
            token.RevokedAt = now;
            token.RevokedBy = revokedBy;
        }

        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return revoked;
    }

    /// <summary>Revoked tokens that would otherwise be valid at the given time or later.</summary>
    public async Task<IReadOnlyList<TokenEntry>> RevokedAsync(DateTimeOffset livingAt, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return await database.Tokens.AsNoTracking()
            .Where(token => token.RevokedAt != null && token.ExpiresAt >= livingAt)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Deletes tokens from the list that expired before the given time.</summary>
    public async Task ForgetAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        using var turn = await database.TakeTurnAsync(cancellationToken);
        await database.Tokens.Where(token => token.ExpiresAt < endedBefore).ExecuteDeleteAsync(cancellationToken);
    }

    private static async Task<List<TokenEntry>> FamilyOfAsync(GatewayDbContext database, string tokenId, CancellationToken cancellationToken)
    {
        var family = await database.Tokens.Where(token => token.TokenId == tokenId).ToListAsync(cancellationToken);
        for (var generation = family; generation.Count > 0;)
        {
            string?[] parents = [.. generation.Select(token => token.TokenId)];
            // The ids are passed as one parameter, because SQLite limits the number of parameters.
            generation = await database.Tokens
                .Where(token => token.ParentId != null && EF.Parameter(parents).Contains(token.ParentId))
                .ToListAsync(cancellationToken);
            family = [.. family, .. generation];
        }

        return family;
    }

    private static IQueryable<TokenEntry> Matching(IQueryable<TokenEntry> tokens, TokenFilter filter, DateTimeOffset now)
    {
        if (filter.IssuedBy is { } issuer)
        {
            tokens = tokens.Where(token => (token.IssuedBy == issuer && token.Source == TokenSourceNames.Session) || token.TokenId == filter.OwnTokenId);
        }
        else if (filter.OwnTokenId is { } own)
        {
            tokens = tokens.Where(token => token.TokenId == own);
        }

        if (filter.ActiveOnly)
        {
            tokens = tokens.Where(token => token.RevokedAt == null && token.ExpiresAt > now);
        }

        return tokens
            .Where(token => filter.Subject == null || token.Subject == filter.Subject)
            .Where(token => filter.SessionId == null || token.SessionId == filter.SessionId);
    }
}
