namespace Gateway.Client;

/// <summary>How messages are encoded on the hub connection.</summary>
public enum GatewayHubProtocol
{
    /// <summary>Compact: events come as the rows the worker wrote.</summary>
    MessagePack,

    /// <summary>Readable on the wire.</summary>
    Json,
}
