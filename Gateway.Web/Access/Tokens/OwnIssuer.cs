using System.Security.Claims;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Keys;
using Gateway.Web.Access.Live;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Access.Tokens;

/// <summary>
/// The gateway, or at an edge the owner of its site, as an issuer: its tokens are signed with ES256 by one of its keys and can be revoked.
/// </summary>
internal sealed class OwnIssuer(ITokenKeys keys, RevokedTokens revoked, IOptions<AccessOptions> options) : ITrustedIssuer
{
    private const string AuthenticationType = "GatewayToken";

    public bool Issues(JsonWebToken token) => string.Equals(token.Issuer, options.Value.Issuer, StringComparison.Ordinal);

    public bool KnowsItsKeys => keys.AreKnown;

    public bool Allows(string algorithm) => string.Equals(algorithm, SigningKeyRing.Algorithm, StringComparison.Ordinal);

    public ValueTask<SecurityKey?> FindKeyAsync(JsonWebToken token, CancellationToken cancellationToken) => new(keys.Find(token.Kid));

    public TokenValidationParameters ParametersFor(SecurityKey key) => new()
    {
        IssuerSigningKey = key,
        ValidIssuer = options.Value.Issuer,
        ValidAudience = options.Value.Audience,
        ValidateIssuerSigningKey = true,
        // TokenLife validates the lifetime by the gateway's clock; the library would use the machine's clock.
        ValidateLifetime = false,
        NameClaimType = ClaimNames.Subject,
        AuthenticationType = AuthenticationType,
    };

    public TokenValidation Accept(JsonWebToken token, ClaimsIdentity verified)
    {
        if (!ClaimForm.IsSound(Base64UrlEncoder.DecodeBytes(token.EncodedPayload)))
        {
            return TokenValidation.Refused(TokenRefusal.Claims);
        }

        if (!keys.TryReach(token.Kid, token.Id, out var reach) || (reach is null && revoked.Contains(token.Id)))
        {
            return TokenValidation.Refused(TokenRefusal.Revoked);
        }

        return TokenValidation.Of(token, verified).Within(reach);
    }
}
