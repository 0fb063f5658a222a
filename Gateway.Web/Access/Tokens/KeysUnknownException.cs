using Gateway.Errors;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Access.Tokens;

/// <summary>A token cannot be checked at the moment, because the keys of its issuer are not known.</summary>
internal sealed class KeysUnknownException(string message) : SecurityTokenValidationException(message)
{
    private const int RetryAfterMs = 1_000;

    /// <summary>What a caller is told: to try again, because its token may be valid.</summary>
    public static GatewayException ForCallers() => new(
        GatewayErrorCode.SiteUnavailable, "This gateway cannot check tokens at the moment, because it has not heard of the owner of its site; try again.", RetryAfterMs);
}
