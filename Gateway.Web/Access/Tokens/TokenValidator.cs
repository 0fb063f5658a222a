using Gateway.Web.Access.Callers;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Access.Tokens;

/// <summary>
/// Validates a token completely: form, issuer, algorithm, key, signature, audience, lifetime, claims. The algorithm is compared before
/// anything is verified, and the key is found by its id alone, so that a token cannot choose how it is validated. Safe on any thread;
/// takes about a tenth of a millisecond, unless the keys of an outside issuer have to be read.
/// </summary>
internal sealed class TokenValidator(IEnumerable<ITrustedIssuer> issuers, IOwnerDuties duties, IOptions<AccessOptions> options, TimeProvider time)
{
    /// <summary>
    /// Longest token that is read, in characters. The gateway's own tokens have about 500; a thousand short session tags fit.
    /// </summary>
    public const int MaxLength = 16 * 1024;

    private readonly ITrustedIssuer[] _issuers = [.. issuers];
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaxLength, MapInboundClaims = false };

    public async ValueTask<TokenValidation> ValidateAsync(string? token, CancellationToken cancellationToken)
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
            var validation = await ValidateContentAsync(new JsonWebToken(token), cancellationToken);
            // Another gateway checks the token too, before it does what this one cannot do.
            return duties.AreHere ? validation : validation.Presented(token);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The library throws exceptions of many types on hostile input; here all of them mean the same.
            return TokenValidation.Refused(TokenRefusal.Malformed);
        }
    }

    private async ValueTask<TokenValidation> ValidateContentAsync(JsonWebToken token, CancellationToken cancellationToken)
    {
        if (Array.Find(_issuers, issuer => issuer.Issues(token)) is not { } issuer)
        {
            return TokenValidation.Refused(TokenRefusal.Issuer);
        }

        if (!issuer.Allows(token.Alg))
        {
            return TokenValidation.Refused(TokenRefusal.Algorithm);
        }

        if (await issuer.FindKeyAsync(token, cancellationToken) is not { } key)
        {
            return TokenValidation.Refused(issuer.KnowsItsKeys ? TokenRefusal.UnknownKey : TokenRefusal.KeysUnknown);
        }

        var result = await _handler.ValidateTokenAsync(token, issuer.ParametersFor(key));
        if (!result.IsValid)
        {
            return TokenValidation.Refused(ReasonOf(result.Exception));
        }

        return TokenLife.RefusalOf(token, time.GetUtcNow(), options.Value) is { } refusal
            ? TokenValidation.Refused(refusal)
            : issuer.Accept(token, result.ClaimsIdentity);
    }

    private static TokenRefusal ReasonOf(Exception? error) => error switch
    {
        SecurityTokenInvalidSignatureException => TokenRefusal.Signature,
        SecurityTokenInvalidIssuerException => TokenRefusal.Issuer,
        SecurityTokenInvalidAudienceException => TokenRefusal.Audience,
        _ => TokenRefusal.Malformed,
    };
}
