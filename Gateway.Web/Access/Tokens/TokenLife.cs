using Gateway.Web.Access.Callers;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Gateway.Web.Access.Tokens;

/// <summary>
/// Checks the times of a token by the gateway's clock, with the allowed clock skew. The check is the same for every issuer.
/// </summary>
internal static class TokenLife
{
    /// <returns>Null when the token is valid at that time. A token without an expiry time is refused.</returns>
    public static TokenRefusal? RefusalOf(JsonWebToken token, DateTimeOffset at, AccessOptions options)
    {
        var now = at.UtcDateTime;
        var skew = TimeSpan.FromSeconds(options.ClockSkewSeconds);
        if (!token.TryGetPayloadValue<long>(ClaimNames.ExpiresAt, out _))
        {
            return TokenRefusal.Claims;
        }

        if (token.ValidTo <= now - skew)
        {
            return TokenRefusal.Expired;
        }

        return token.ValidFrom > now + skew || token.IssuedAt > now + skew ? TokenRefusal.NotYetValid : null;
    }
}
