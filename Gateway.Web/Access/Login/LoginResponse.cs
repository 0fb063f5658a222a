using Gateway.Web.Platform.Settings;

namespace Gateway.Web.Access.Login;

/// <summary>Answer to a successful log-in. The text form of this record omits the token.</summary>
/// <param name="Token">A gateway token, to be sent as a bearer token.</param>
/// <param name="ExpiresAt">The expiry time of the token, UTC.</param>
/// <param name="Subject">The subject of the token.</param>
/// <param name="Scopes">The scopes of the token, in alphabetical order.</param>
/// <param name="SessionTags">The session tags of the token, in alphabetical order.</param>
internal sealed record LoginResponse(
    [property: Secret] string Token,
    DateTimeOffset ExpiresAt,
    string Subject,
    IReadOnlyCollection<string> Scopes,
    IReadOnlyCollection<string> SessionTags)
{
    public override string ToString() => $"token of {Subject} until {ExpiresAt:O}";
}
