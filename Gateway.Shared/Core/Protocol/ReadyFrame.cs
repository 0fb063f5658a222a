using Gateway.Contracts;

namespace Gateway.Protocol;

/// <summary>Worker to gateway: the executor takes commands.</summary>
public sealed record ReadyFrame
{
    public required WorkerInfo Worker { get; init; }
}
