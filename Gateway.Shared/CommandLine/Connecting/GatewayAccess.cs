namespace Gateway.CommandLine.Connecting;

/// <summary>Which gateway a command is for, and with which token. The text form omits the token.</summary>
/// <param name="Url">The address, which ends with a slash.</param>
/// <param name="Token">The bearer token.</param>
/// <param name="Session">The session to use when none is named; null when there is no such session.</param>
internal sealed record GatewayAccess(Uri Url, string Token, string? Session)
{
    public override string ToString() => Url.ToString();
}
