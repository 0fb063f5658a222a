using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;

namespace Gateway.Web.Access.Tokens;

/// <summary>Takes a token back: in the store first, then for every check, then on the connections that run under it.</summary>
internal sealed class TokenRevoker(TokenBook book, RevokedTokens revoked, CallerRegistry callers, IAudit audit)
{
    /// <returns>How many tokens were revoked: it and those derived from it; 0 when it was revoked before.</returns>
    public async Task<int> RevokeAsync(string tokenId, Caller by, string? remoteAddress, CancellationToken cancellationToken)
    {
        var tokens = await book.RevokeAsync(tokenId, by.Subject, cancellationToken);
        foreach (var token in tokens)
        {
            revoked.Add(token.TokenId, token.ExpiresAt);
            callers.Revoke(token.TokenId);
        }

        foreach (var token in tokens)
        {
            await audit.RecordNowAsync(new AuditEntry
            {
                Action = AuditActions.TokenRevoked,
                Subject = by.Subject,
                TokenId = by.TokenId,
                SessionId = token.SessionId,
                RemoteAddress = remoteAddress,
                Detail = $"{token.TokenId} of {token.Subject}",
            });
        }

        return tokens.Count;
    }
}
