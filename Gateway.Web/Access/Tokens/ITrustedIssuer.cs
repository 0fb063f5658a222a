using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Access.Tokens;

/// <summary>
/// An issuer whose tokens are accepted. The <c>iss</c> claim of a token alone decides which issuer's rules and keys check it.
/// </summary>
internal interface ITrustedIssuer
{
    /// <summary>Whether the token names this issuer. Nothing is verified yet.</summary>
    bool Issues(JsonWebToken token);

    /// <summary>Whether the issuer signs with this algorithm. It is asked before a key is searched.</summary>
    bool Allows(string algorithm);

    /// <summary>
    /// False while the issuer's keys cannot be known, so that a token may be valid although its key is not found. Its bearer is told to
    /// try again.
    /// </summary>
    bool KnowsItsKeys => true;

    /// <summary>
    /// Finds the key that the token names, of the kind that its algorithm needs; null when there is none. Does not throw when the
    /// issuer cannot be reached.
    /// </summary>
    ValueTask<SecurityKey?> FindKeyAsync(JsonWebToken token, CancellationToken cancellationToken);

    /// <summary>How signature, issuer and audience are validated. Times are validated in the same way for every issuer.</summary>
    TokenValidationParameters ParametersFor(SecurityKey key);

    /// <summary>Decides on a token that has passed every other check: returns its caller, or the reason why it is refused.</summary>
    TokenValidation Accept(JsonWebToken token, ClaimsIdentity verified);
}
