using System.Security.Claims;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Access;

/// <summary>
/// Checks a token completely: form, algorithm, key, signature, issuer, audience, life, claims. The algorithm is compared before
/// anything is verified, and the key is found by its id alone, so that a token cannot choose how it is checked. Safe on any
/// thread; takes tens of microseconds.
/// </summary>
internal sealed class TokenValidator(
    SigningKeyRing keys, RevokedTokens revoked, IOutsideTokens outside, IOptions<AccessOptions> options, TimeProvider time)
{
    /// <summary>Longest token looked at, characters. Ours have about 500; a thousand session tags fit.</summary>
    public const int MaxLength = 16 * 1024;

    private const string AuthenticationType = "GatewayToken";

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaxLength };

    public TokenValidation Validate(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return TokenValidation.Refused(TokenRefusal.Malformed);
        }

        if (token.Length > MaxLength)
        {
            return TokenValidation.Refused(TokenRefusal.TooLong);
        }

        if (!TokenForm.IsCanonical(token))
        {
            return TokenValidation.Refused(TokenRefusal.Malformed);
        }

        try
        {
            return ValidateContent(token);
        }
        catch (Exception)
        {
            // The library answers hostile input with exceptions of many kinds; each means the same here.
            return TokenValidation.Refused(TokenRefusal.Malformed);
        }
    }

    /// <summary>
    /// Fetches what an outside issuer's token needs to be checked; nothing for our own. Before <see cref="Validate"/>, wherever
    /// that can be awaited. Accepts any text.
    /// </summary>
    public async ValueTask PrepareAsync(string? token, CancellationToken cancellationToken)
    {
        if (token is { Length: > 0 and <= MaxLength } && TokenForm.IsCanonical(token) && Read(token) is { } read && outside.Issues(read))
        {
            await outside.PrepareAsync(read, cancellationToken);
        }
    }

    private static JsonWebToken? Read(string token)
    {
        try
        {
            return new JsonWebToken(token);
        }
        catch (Exception)
        {
            // Validate says what is wrong with it.
            return null;
        }
    }

    private TokenValidation ValidateContent(string token)
    {
        var read = new JsonWebToken(token);
        if (outside.Issues(read))
        {
            return outside.Validate(read);
        }

        if (!string.Equals(read.Alg, SigningKeyRing.Algorithm, StringComparison.Ordinal))
        {
            return TokenValidation.Refused(TokenRefusal.Algorithm);
        }

        if (keys.Find(read.Kid) is not { } key)
        {
            return TokenValidation.Refused(TokenRefusal.UnknownKey);
        }

        var result = _handler.ValidateToken(token, Parameters(key));
        if (!result.IsValid)
        {
            return TokenValidation.Refused(ReasonOf(result.Exception));
        }

        // Times are checked here and not by the library, which knows only the machine's clock.
        if (TokenLife.RefusalOf(read, time.GetUtcNow(), options.Value) is { } refusal)
        {
            return TokenValidation.Refused(refusal);
        }

        if (!ClaimForm.IsSound(Base64UrlEncoder.DecodeBytes(read.EncodedPayload)))
        {
            return TokenValidation.Refused(TokenRefusal.Claims);
        }

        return revoked.Contains(read.Id) ? TokenValidation.Refused(TokenRefusal.Revoked) : Accept(result);
    }

    private TokenValidationParameters Parameters(SecurityKey key) => new()
    {
        IssuerSigningKey = key,
        ValidIssuer = options.Value.Issuer,
        ValidAudience = options.Value.Audience,
        RequireSignedTokens = true,
        ValidateIssuerSigningKey = true,
        ValidateLifetime = false,
        NameClaimType = ClaimNames.Subject,
        AuthenticationType = AuthenticationType,
    };

    private static TokenValidation Accept(TokenValidationResult result)
    {
        var principal = new ClaimsPrincipal(result.ClaimsIdentity);
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
