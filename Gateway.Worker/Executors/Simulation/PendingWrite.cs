using Gateway.Contracts;
using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>A write that was accepted and has not taken effect yet.</summary>
internal sealed record PendingWrite(SimulatedServer Server, SimulatedItem Item, MxValue Value)
{
    /// <summary>
    /// The item time of Write2 and WriteSecured2. If it is null, the time is that at which the write takes effect.
    /// </summary>
    public DateTime? Time { get; init; }

    /// <summary>Whether the command is WriteSecured or WriteSecured2.</summary>
    public bool IsSecured { get; init; }

    public int CurrentUserId { get; init; }

    public int VerifierUserId { get; init; }

    /// <summary>How the item was advised at the time of the command.</summary>
    public AdviseKind Advised { get; init; }
}
