using Gateway.Contracts;

namespace Gateway.Worker.Pipe;

/// <summary>What the worker tells its gateway about itself.</summary>
/// <param name="Identity">The identity that it proves.</param>
/// <param name="Describe">Its state at this moment. It may be called on any thread.</param>
internal sealed record WorkerProfile(WorkerIdentity Identity, Func<WorkerInfo> Describe)
{
    /// <inheritdoc cref="WorkerSettings.IsSpare"/>
    public bool IsSpare { get; init; }
}
