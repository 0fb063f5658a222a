namespace Gateway.Protocol;

/// <summary>Worker to gateway, first: who calls, and a challenge for the gateway.</summary>
public sealed record HelloFrame
{
    public required int Version { get; init; }

    public required string SessionId { get; init; }

    public required string Epoch { get; init; }

    public required int ProcessId { get; init; }

    public required byte[] Challenge { get; init; }
}
