using Gateway.Contracts;

namespace Gateway.Worker.Executors;

/// <summary>What an executor reports about itself besides events and replies.</summary>
public sealed record ExecutorHealth
{
    public static ExecutorHealth Sound { get; } = new();

    /// <summary>The call into the component that should have returned by now; null when there is none.</summary>
    public SuspectCall? SuspectCall { get; init; }

    /// <summary>Whether the platform behind the component answers; null when it is not checked.</summary>
    public PlatformInfo? Platform { get; init; }
}
