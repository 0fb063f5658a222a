using Gateway.Web.Platform.Settings;

namespace Gateway.Web.Access.Tokens;

/// <summary>A token that was just issued. It is shown once and never stored or logged; the text form of this record omits it.</summary>
/// <param name="Token">The signed JWT.</param>
/// <param name="TokenId">The <c>jti</c> of the token.</param>
/// <param name="ExpiresAt">The expiry time of the token.</param>
internal sealed record IssuedToken([property: Secret] string Token, string TokenId, DateTimeOffset ExpiresAt)
{
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The id of the key that signed the token.</summary>
    public required string Kid { get; init; }

    public override string ToString() => $"token {TokenId} until {ExpiresAt:O}";
}
