using System.Security.Claims;
using Gateway.Web.Access;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.OutsideIssuer;

/// <summary>
/// Checks tokens of the outside issuer, with its keys only. The token's algorithm must be allowed, and its key of the kind that
/// the algorithm needs, before anything is verified.
/// </summary>
internal sealed class OutsideTokenValidator(OutsideKeys keys, IOptions<OutsideIssuerOptions> options, IOptions<AccessOptions> access, TimeProvider time)
    : IOutsideTokens
{
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = TokenValidator.MaxLength };

    public bool Issues(JsonWebToken token) =>
        !string.IsNullOrEmpty(options.Value.Authority) && string.Equals(token.Issuer, OutsideAddress.IssuerOf(options.Value), StringComparison.Ordinal);

    public ValueTask PrepareAsync(JsonWebToken token, CancellationToken cancellationToken) =>
        IsAllowed(token.Alg) ? keys.PrepareAsync(token.Kid, cancellationToken) : ValueTask.CompletedTask;

    public TokenValidation Validate(JsonWebToken token)
    {
        if (!IsAllowed(token.Alg))
        {
            return TokenValidation.Refused(TokenRefusal.Algorithm);
        }

        if (keys.Find(token.Kid) is not { } key || !SigningAlgorithms.Fits(key, token.Alg))
        {
            return TokenValidation.Refused(TokenRefusal.UnknownKey);
        }

        var result = _handler.ValidateToken(token.EncodedToken, Parameters(key));
        if (!result.IsValid)
        {
            return TokenValidation.Refused(ReasonOf(result.Exception));
        }

        return TokenLife.RefusalOf(token, time.GetUtcNow(), access.Value) is { } refusal ? TokenValidation.Refused(refusal) : Accept(token, result);
    }

    private bool IsAllowed(string algorithm) =>
        (options.Value.Algorithms.Count == 0 ? SigningAlgorithms.Default : options.Value.Algorithms).Contains(algorithm, StringComparer.Ordinal);

    private TokenValidationParameters Parameters(SecurityKey key) => new()
    {
        IssuerSigningKey = key,
        ValidIssuer = OutsideAddress.IssuerOf(options.Value),
        ValidAudience = options.Value.Audience,
        RequireSignedTokens = true,
        ValidateIssuerSigningKey = true,
        // By our clock, below.
        ValidateLifetime = false,
        CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
    };

    private TokenValidation Accept(JsonWebToken token, TokenValidationResult result)
    {
        if (OutsideClaims.Map(token, result.ClaimsIdentity, options.Value) is not { } identity)
        {
            return TokenValidation.Refused(TokenRefusal.Claims);
        }

        var principal = new ClaimsPrincipal(identity);
        return principal.ToCaller() is { } caller
            ? TokenValidation.Accepted(principal, caller, result.SecurityToken)
            : TokenValidation.Refused(TokenRefusal.Claims);
    }

    private static TokenRefusal ReasonOf(Exception? error) => error switch
    {
        SecurityTokenInvalidSignatureException => TokenRefusal.Signature,
        SecurityTokenInvalidIssuerException => TokenRefusal.Issuer,
        SecurityTokenInvalidAudienceException => TokenRefusal.Audience,
        _ => TokenRefusal.Malformed,
    };
}
