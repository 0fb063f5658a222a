using Microsoft.IdentityModel.JsonWebTokens;

namespace Gateway.Web.Access;

/// <summary>Our own tokens are the only ones.</summary>
internal sealed class NoOutsideTokens : IOutsideTokens
{
    public bool Issues(JsonWebToken token) => false;

    public ValueTask PrepareAsync(JsonWebToken token, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public TokenValidation Validate(JsonWebToken token) => TokenValidation.Refused(TokenRefusal.Issuer);
}
