namespace Gateway.Contracts;

/// <summary>One Register that is in force.</summary>
public sealed record ServerInfo
{
    public required int ServerHandle { get; init; }

    public required string ClientName { get; init; }
}
