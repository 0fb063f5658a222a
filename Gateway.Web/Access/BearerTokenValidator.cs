using System.Security.Claims;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Access;

/// <summary>Lets the JWT bearer handler use our validator instead of the library's, whose parameters are ignored.</summary>
internal sealed class BearerTokenValidator(TokenValidator validator, AccessMetrics metrics, ILogger logger) : ISecurityTokenValidator
{
    public bool CanValidateToken => true;

    public int MaximumTokenSizeInBytes { get; set; } = TokenValidator.MaxLength;

    public bool CanReadToken(string securityToken) => true;

    public ClaimsPrincipal ValidateToken(
        string securityToken, TokenValidationParameters validationParameters, out SecurityToken validatedToken)
    {
        var validation = validator.Validate(securityToken);
        if (validation is { Principal: { } principal, Token: { } token })
        {
            validatedToken = token;
            return principal;
        }

        var reason = validation.Refusal ?? TokenRefusal.Malformed;
        metrics.TokenRefused(reason);
        logger.TokenRefused(reason);
        // The reason only: the handler logs this, and no part of a token belongs in a log.
        throw new SecurityTokenValidationException($"Token refused: {reason}.");
    }
}
