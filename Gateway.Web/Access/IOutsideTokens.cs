using Microsoft.IdentityModel.JsonWebTokens;

namespace Gateway.Web.Access;

/// <summary>Tokens of an issuer that is not ours. The token's <c>iss</c> alone decides whose rules check it.</summary>
internal interface IOutsideTokens
{
    /// <summary>Whether the token says it is of the outside issuer. Nothing is verified.</summary>
    bool Issues(JsonWebToken token);

    /// <summary>Fetches what the check of this token needs. Does not throw for an issuer that cannot be reached.</summary>
    ValueTask PrepareAsync(JsonWebToken token, CancellationToken cancellationToken);

    /// <summary>Checks the token with what was fetched so far.</summary>
    TokenValidation Validate(JsonWebToken token);
}
