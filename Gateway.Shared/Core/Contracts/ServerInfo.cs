namespace Gateway.Contracts;

/// <summary>One active registration.</summary>
public sealed record ServerInfo
{
    public required int ServerHandle { get; init; }

    public required string ClientName { get; init; }
}
