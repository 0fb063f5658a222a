namespace Gateway.Contracts;

/// <summary>What the gateway takes on a connection.</summary>
public sealed record HubLimits
{
    /// <summary>Most bytes of one message to the hub, its envelope included; for a larger one the gateway closes the connection.</summary>
    public required long MaxMessageBytes { get; init; }
}
