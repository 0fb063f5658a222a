using Gateway.Web.Platform.Settings;

namespace Gateway.Web.Access.Tokens;

/// <summary>A fresh token. Shown once, never stored, never logged: its text form leaves the token itself out.</summary>
/// <param name="Token">The signed JWT.</param>
/// <param name="TokenId">Its <c>jti</c>.</param>
/// <param name="ExpiresAt">End of its life.</param>
internal sealed record IssuedToken([property: Secret] string Token, string TokenId, DateTimeOffset ExpiresAt)
{
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Id of the key that signed it.</summary>
    public required string Kid { get; init; }

    public override string ToString() => $"token {TokenId} until {ExpiresAt:O}";
}
