using Gateway.Web.Access.Tokens;
using Gateway.Web.Platform.Settings;

namespace Gateway.Web.Front.Api;

/// <summary>Answer to <c>POST /api/tokens</c>.</summary>
/// <param name="Token">The token. It is shown only in this answer.</param>
/// <param name="Info">The token as it is listed.</param>
internal sealed record CreatedToken([property: Secret] string Token, TokenInfo Info)
{
    public override string ToString() => $"token {Info.TokenId}";
}
