using System.Security.Claims;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Tokens;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Access.OutsideIssuer;

/// <summary>
/// The OpenID Connect authority of the options. Only its own keys are used, each only for its kind of algorithm, and the options map
/// its claims to rights. Without an authority no token belongs to this issuer.
/// </summary>
internal sealed class OutsideTrustedIssuer(OutsideKeys keys, IOptions<OutsideIssuerOptions> options) : ITrustedIssuer
{
    public bool Issues(JsonWebToken token) =>
        !string.IsNullOrEmpty(options.Value.Authority) && string.Equals(token.Issuer, OutsideAddress.IssuerOf(options.Value), StringComparison.Ordinal);

    public bool Allows(string algorithm) =>
        (options.Value.Algorithms.Count == 0 ? SigningAlgorithms.Default : options.Value.Algorithms).Contains(algorithm, StringComparer.Ordinal);

    public async ValueTask<SecurityKey?> FindKeyAsync(JsonWebToken token, CancellationToken cancellationToken) =>
        await keys.FindAsync(token.Kid, cancellationToken) is { } key && SigningAlgorithms.Fits(key, token.Alg) ? key : null;

    public TokenValidationParameters ParametersFor(SecurityKey key) => new()
    {
        IssuerSigningKey = key,
        ValidIssuer = OutsideAddress.IssuerOf(options.Value),
        ValidAudience = options.Value.Audience,
        ValidateIssuerSigningKey = true,
        // TokenLife validates the lifetime by the gateway's clock; the library would use the machine's clock.
        ValidateLifetime = false,
        // The library's cache of signature providers would outlive the key.
        CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
    };

    public TokenValidation Accept(JsonWebToken token, ClaimsIdentity verified) =>
        OutsideClaims.Map(token, verified, options.Value) is { } identity
            ? TokenValidation.Of(token, identity)
            : TokenValidation.Refused(TokenRefusal.Claims);
}
