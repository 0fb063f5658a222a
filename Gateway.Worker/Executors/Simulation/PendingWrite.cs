using Gateway.Contracts;
using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>A write that was accepted and waits to take effect.</summary>
internal sealed record PendingWrite(SimulatedServer Server, SimulatedItem Item, MxValue Value)
{
    /// <summary>The item time of Write2 and WriteSecured2; null for the moment the write takes effect.</summary>
    public DateTime? Time { get; init; }

    /// <summary>WriteSecured or WriteSecured2.</summary>
    public bool IsSecured { get; init; }

    public int CurrentUserId { get; init; }

    public int VerifierUserId { get; init; }

    /// <summary>How the item was advised when the write was made.</summary>
    public AdviseKind Advised { get; init; }
}
