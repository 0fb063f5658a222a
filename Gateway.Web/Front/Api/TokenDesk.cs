using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Platform.Store;

namespace Gateway.Web.Front.Api;

/// <summary>
/// Decides who may create, see and revoke which token: admins all tokens, the owner of a session the tokens that it derives from its
/// own; see <see cref="SessionSharing"/>.
/// </summary>
internal sealed class TokenDesk(TokenMinter minter, TokenBook book, TokenRevoker revoker, SessionSharing sharing, IAccessPolicy access)
{
    /// <exception cref="GatewayException"><c>InvalidArgument</c>, <c>Forbidden</c> or <c>SessionNotFound</c>.</exception>
    public Task<MintedToken> CreateAsync(Caller caller, CreateTokenRequest request, string? remoteAddress, CancellationToken cancellationToken)
    {
        CreateTokenValidator.Check(request);
        return access.Allows(caller, GatewayAction.ManageTokens, null)
            ? minter.MintAsync(
                request.ToRequest(caller, CreateTokenRequest.DefaultLifetime),
                new TokenOrigin(TokenSourceNames.Admin, caller.Subject) { IssuerTokenId = caller.TokenId, RemoteAddress = remoteAddress },
                cancellationToken)
            : sharing.ShareAsync(caller, request, remoteAddress, cancellationToken);
    }

    public Task<TokenPage> ListAsync(Caller caller, TokenFilter filter, long? before, int limit, CancellationToken cancellationToken) =>
        book.PageAsync(Within(caller, filter), before, limit, cancellationToken);

    /// <exception cref="GatewayException"><c>NotFound</c>: there is no such token, or the caller may not see it.</exception>
    public async Task<TokenInfo> GetAsync(Caller caller, string tokenId, CancellationToken cancellationToken) =>
        book.Describe(await FindAsync(caller, tokenId, cancellationToken));

    /// <returns>The number of tokens revoked.</returns>
    /// <exception cref="GatewayException"><c>NotFound</c>: there is no such token, or the caller may not see it.</exception>
    public async Task<int> RevokeAsync(Caller caller, string tokenId, string? remoteAddress, CancellationToken cancellationToken)
    {
        var token = await FindAsync(caller, tokenId, cancellationToken);
        return await revoker.RevokeAsync(token.TokenId, caller, remoteAddress, cancellationToken);
    }

    private async Task<TokenEntry> FindAsync(Caller caller, string tokenId, CancellationToken cancellationToken)
    {
        var token = await book.FindAsync(tokenId, cancellationToken);
        return token is not null && Sees(caller, token)
            ? token
            : throw new GatewayException(GatewayErrorCode.NotFound, "There is no such token.");
    }

    private bool Sees(Caller caller, TokenEntry token) =>
        access.Allows(caller, GatewayAction.ManageTokens, null)
        || token.TokenId == caller.TokenId
        || (caller.SessionId is null && token.IssuedBy == caller.Subject && token.Source == TokenSourceNames.Session);

    // A token that is bound to a session may have the subject of the caller that created it. Such a token may see only itself.
    private TokenFilter Within(Caller caller, TokenFilter filter)
    {
        if (access.Allows(caller, GatewayAction.ManageTokens, null))
        {
            return filter;
        }

        return filter with { OwnTokenId = caller.TokenId, IssuedBy = caller.SessionId is null ? caller.Subject : null };
    }
}
