using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Access.Tokens;

namespace Gateway.Web.Front.Hubs;

/// <summary>Replaces the rights of a running connection by those of a new token.</summary>
internal sealed class RightsRenewer(TokenValidator tokens, CallerRegistry callers, AccessMetrics metrics, IAudit audit, TimeProvider time)
{
    /// <exception cref="GatewayException"><c>Unauthenticated</c>, <c>SiteUnavailable</c>, or <c>Forbidden</c> for a token of another subject.</exception>
    public async Task<TokenRenewal> RenewAsync(LiveCaller live, string token, CancellationToken cancellationToken)
    {
        var validation = await tokens.ValidateAsync(token, cancellationToken);
        if (validation.Caller is not { } renewed)
        {
            metrics.TokenRefused(validation.Refusal ?? TokenRefusal.Malformed);
            if (validation.Refusal == TokenRefusal.KeysUnknown)
            {
                throw KeysUnknownException.ForCallers();
            }

            throw new GatewayException(GatewayErrorCode.Unauthenticated, "The token was not accepted.");
        }

        if (!string.Equals(renewed.Account, live.Current.Account, StringComparison.Ordinal))
        {
            throw new GatewayException(GatewayErrorCode.Forbidden, "The token belongs to another subject; open a new connection with it.");
        }

        callers.Renew(live, renewed);
        live.Demand(time.GetUtcNow());
        audit.Record(new AuditEntry
        {
            Action = AuditActions.TokenRenewed,
            Subject = renewed.Subject,
            TokenId = renewed.TokenId,
            RemoteAddress = live.RemoteAddress,
        });
        return new TokenRenewal
        {
            ExpiresAt = renewed.ExpiresAt.UtcDateTime,
            ExpiresInMs = Math.Max((long)(renewed.ExpiresAt - time.GetUtcNow()).TotalMilliseconds, 0),
        };
    }
}
