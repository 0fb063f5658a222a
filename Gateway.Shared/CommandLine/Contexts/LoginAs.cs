namespace Gateway.CommandLine.Contexts;

/// <summary>How the user logs in.</summary>
/// <param name="User">The name for the gateway's directory; null to log in with a token.</param>
/// <param name="Session">The session that commands use when none is named.</param>
internal sealed record LoginAs(string? User, string? Session);
