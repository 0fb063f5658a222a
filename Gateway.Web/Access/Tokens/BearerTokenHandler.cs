using Gateway.Web.Access.Callers;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Access.Tokens;

/// <summary>
/// Lets ASP.NET Core's JWT bearer handler validate tokens by the gateway's rules. The parameters of that handler are ignored.
/// </summary>
internal sealed class BearerTokenHandler(TokenValidator validator, AccessMetrics metrics, ILogger<BearerTokenHandler> logger) : TokenHandler
{
    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        // The bearer handler passes no cancellation token. The only slow step, reading the keys of an outside issuer, has its own time
        // limit.
        var validation = await validator.ValidateAsync(token, CancellationToken.None);
        if (validation.Refusal is not { } reason)
        {
            return new TokenValidationResult { IsValid = true, ClaimsIdentity = new CallerIdentity(validation.Caller!), SecurityToken = validation.Token };
        }

        metrics.TokenRefused(reason);
        logger.TokenRefused(reason);
        // The message contains only the reason, because the bearer handler logs it and no part of a token may be logged.
        var message = $"Token refused: {reason}.";
        return new TokenValidationResult
        {
            IsValid = false,
            Exception = reason == TokenRefusal.KeysUnknown ? new KeysUnknownException(message) : new SecurityTokenValidationException(message),
        };
    }
}
