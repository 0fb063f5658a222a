namespace Gateway.Protocol;

/// <summary>Worker to gateway: the proof over the gateway's challenge.</summary>
public sealed record ProofFrame
{
    public required byte[] Proof { get; init; }
}
