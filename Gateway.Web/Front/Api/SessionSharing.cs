using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Front.Api;

/// <summary>
/// The tokens that the owner of a session derives from its own, so that others may use the session. Such a token is bound to the session
/// and never goes beyond the rights of the owner's token.
/// </summary>
internal sealed class SessionSharing(TokenMinter minter, SessionManager sessions, IAccessPolicy access, TimeProvider time)
{
    /// <exception cref="GatewayException"><c>Forbidden</c> or <c>SessionNotFound</c>.</exception>
    public Task<MintedToken> ShareAsync(Caller caller, CreateTokenRequest request, string? remoteAddress, CancellationToken cancellationToken)
    {
        access.Demand(caller, GatewayAction.ShareSession);
        if (request.SessionId is not { } sessionId)
        {
            throw new GatewayException(GatewayErrorCode.Forbidden, "Only an admin may create tokens that are not bound to a session; name the session in sessionId.");
        }

        access.DemandOn(caller, GatewayAction.ShareSession, sessions.Find(sessionId)?.ToAccessInfo());
        var now = time.GetUtcNow();
        var rest = caller.ExpiresAt - now;
        var wanted = DownScope.Complete(caller, request.ToRequest(caller, rest < CreateTokenRequest.DefaultLifetime ? rest : CreateTokenRequest.DefaultLifetime));
        if (DownScope.Excess(caller, wanted, now) is { } excess)
        {
            throw new GatewayException(GatewayErrorCode.Forbidden, $"A token for a session must not go beyond the rights of your own token, but {excess} does.");
        }

        var origin = new TokenOrigin(TokenSourceNames.Session, caller.Subject)
        {
            IssuerTokenId = caller.TokenId,
            ParentId = caller.TokenId,
            RemoteAddress = remoteAddress,
        };
        return minter.MintAsync(wanted, origin, cancellationToken);
    }
}
