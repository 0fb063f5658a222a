using System.Security.Claims;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Access;

/// <summary>Outcome of checking a token: a principal with its caller, or the reason why not.</summary>
internal sealed record TokenValidation
{
    private TokenValidation()
    {
    }

    public ClaimsPrincipal? Principal { get; private init; }

    public Caller? Caller { get; private init; }

    public SecurityToken? Token { get; private init; }

    public TokenRefusal? Refusal { get; private init; }

    public static TokenValidation Accepted(ClaimsPrincipal principal, Caller caller, SecurityToken token) =>
        new() { Principal = principal, Caller = caller, Token = token };

    public static TokenValidation Refused(TokenRefusal reason) => new() { Refusal = reason };
}
