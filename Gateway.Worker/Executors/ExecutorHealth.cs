using Gateway.Contracts;

namespace Gateway.Worker.Executors;

/// <summary>What an executor tells about itself beside events and replies.</summary>
public sealed record ExecutorHealth
{
    public static ExecutorHealth Sound { get; } = new();

    /// <summary>The call into the component that should have come back by now; null when all is well.</summary>
    public SuspectCall? SuspectCall { get; init; }

    /// <summary>Whether the platform behind the component is there; null when nobody watches it.</summary>
    public PlatformInfo? Platform { get; init; }
}
