using Gateway.Web.Platform.Settings;

namespace Gateway.Web.Access.Login;

/// <summary>Answer to a log-in that succeeded. Its text form leaves the token out.</summary>
/// <param name="Token">A gateway token, to be sent as a bearer token.</param>
/// <param name="ExpiresAt">End of its life, UTC.</param>
/// <param name="Subject">Who the token says the caller is.</param>
/// <param name="Scopes">What it allows, in alphabetical order.</param>
/// <param name="SessionTags">Tags of the sessions it reaches, in alphabetical order.</param>
internal sealed record LoginResponse(
    [property: Secret] string Token,
    DateTimeOffset ExpiresAt,
    string Subject,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> SessionTags)
{
    public override string ToString() => $"token of {Subject} until {ExpiresAt:O}";
}
