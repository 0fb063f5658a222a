using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Access.Tokens;

/// <summary>An issuer whose tokens are accepted. A token's <c>iss</c> alone decides whose rules and keys check it.</summary>
internal interface ITrustedIssuer
{
    /// <summary>Whether the token says it is of this issuer. Nothing is verified yet.</summary>
    bool Issues(JsonWebToken token);

    /// <summary>Whether the issuer signs with this algorithm. Asked before a key is looked for.</summary>
    bool Allows(string algorithm);

    /// <summary>
    /// The key that the token names, of the kind that its algorithm needs; null when there is none. Does not throw for an issuer
    /// that cannot be reached.
    /// </summary>
    ValueTask<SecurityKey?> FindKeyAsync(JsonWebToken token, CancellationToken cancellationToken);

    /// <summary>How signature, issuer and audience are checked. Times are checked the same way for every issuer.</summary>
    TokenValidationParameters ParametersFor(SecurityKey key);

    /// <summary>The last word on a token that is sound so far: who its caller is, or why it is refused nevertheless.</summary>
    TokenValidation Accept(JsonWebToken token, ClaimsIdentity verified);
}
