using Gateway.Errors;

namespace Gateway.Client;

/// <summary>The items are read from this session from now on. The first notice is the first session.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Opened">Whether it was opened for these items; otherwise it was found.</param>
/// <param name="After">Why the session before cannot be read any more; null for the first session and after changed rights.</param>
public sealed record LiveSessionNotice(string SessionId, bool Opened, GatewayErrorCode? After) : LiveNotice;
