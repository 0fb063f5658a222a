using Gateway.Web.Access.Tokens;
using Gateway.Web.Platform.Settings;

namespace Gateway.Web.Front.Api;

/// <summary>Answer to <c>POST /api/tokens</c>.</summary>
/// <param name="Token">The token. Shown here and never again.</param>
/// <param name="Info">What the list says of it.</param>
internal sealed record CreatedToken([property: Secret] string Token, TokenInfo Info)
{
    public override string ToString() => $"token {Info.TokenId}";
}
