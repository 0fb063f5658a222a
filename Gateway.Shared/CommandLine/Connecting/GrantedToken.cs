namespace Gateway.CommandLine.Connecting;

/// <summary>A token that the gateway has just made. The text form omits it.</summary>
internal sealed record GrantedToken
{
    public required string Token { get; init; }

    public override string ToString() => "a token";
}
