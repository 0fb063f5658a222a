using Gateway.Web.Access.Callers;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Gateway.Web.Access.Tokens;

/// <summary>Whether a token's times hold, by the gateway's clock and with its allowance for skew; the same for every issuer.</summary>
internal static class TokenLife
{
    /// <returns>Null when the token is in its life. One without an end is refused.</returns>
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
