namespace Gateway.Protocol;

/// <summary>Gateway to worker: the connection is accepted; events continue after those that the gateway holds.</summary>
public sealed record AdoptFrame
{
    /// <summary>Highest sequence of this epoch the gateway holds; 0 for none.</summary>
    public required long ResumeAfter { get; init; }

    /// <summary>Both sides send something at least this often, milliseconds.</summary>
    public required int HeartbeatIntervalMs { get; init; }

    /// <summary>Either side closes the connection when it receives no frame for this long, milliseconds.</summary>
    public required int HeartbeatGraceMs { get; init; }
}
