namespace Gateway.Client.Internal;

/// <summary>The options of a client that a container makes. Named like the client's key; the client without a key has the default name.</summary>
internal sealed class RegisteredOptions
{
    public GatewayClientOptions Client { get; set; } = new();
}
