using Gateway.Web.Access.Callers;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Access.Tokens;

/// <summary>Lets the JWT bearer handler check tokens by our rules. The parameters it brings are ignored.</summary>
internal sealed class BearerTokenHandler(TokenValidator validator, AccessMetrics metrics, ILogger<BearerTokenHandler> logger) : TokenHandler
{
    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        // The handler passes no cancellation token. What may take time, the keys of an outside issuer, has a time limit of its own.
        var validation = await validator.ValidateAsync(token, CancellationToken.None);
        if (validation.Refusal is not { } reason)
        {
            return new TokenValidationResult { IsValid = true, ClaimsIdentity = validation.Identity, SecurityToken = validation.Token };
        }

        metrics.TokenRefused(reason);
        logger.TokenRefused(reason);
        // The reason only: the handler logs this, and no part of a token belongs in a log.
        return new TokenValidationResult { IsValid = false, Exception = new SecurityTokenValidationException($"Token refused: {reason}.") };
    }
}
