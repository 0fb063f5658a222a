using System.Security.Claims;
using Gateway.Web.Access.Callers;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Gateway.Web.Access.Tokens;

/// <summary>The result of validating a token: its caller, or the reason of the refusal.</summary>
internal sealed record TokenValidation
{
    private TokenValidation()
    {
    }

    public Caller? Caller { get; private init; }

    public JsonWebToken? Token { get; private init; }

    public TokenRefusal? Refusal { get; private init; }

    /// <summary>Accepts the token if its claims describe a caller.</summary>
    public static TokenValidation Of(JsonWebToken token, ClaimsIdentity identity) =>
        new ClaimsPrincipal(identity).ToCaller() is { } caller
            ? new TokenValidation { Caller = caller, Token = token }
            : Refused(TokenRefusal.Claims);

    /// <summary>The same result, whose caller has the token's text.</summary>
    public TokenValidation Presented(string token) => Caller is null ? this : this with { Caller = Caller with { Token = new PresentedToken(token) } };

    /// <summary>The same result, whose caller's rights count only there; null: everywhere.</summary>
    public TokenValidation Within(SiteReach? reach) => Caller is null || reach is null ? this : this with { Caller = Caller with { Sites = reach } };

    public static TokenValidation Refused(TokenRefusal reason) => new() { Refusal = reason };
}
