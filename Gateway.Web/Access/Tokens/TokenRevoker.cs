using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;

namespace Gateway.Web.Access.Tokens;

/// <summary>Revokes a token: first in the store, then for every later check, then on the connections that use it.</summary>
internal sealed class TokenRevoker(TokenBook book, RevokedTokens revoked, CallerRegistry callers, IAudit audit)
{
    /// <returns>The number of tokens that were revoked: the token and those derived from it that were not revoked before.</returns>
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
