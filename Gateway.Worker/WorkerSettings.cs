namespace Gateway.Worker;

/// <summary>What the gateway tells a worker on its command line.</summary>
public sealed record WorkerSettings
{
    public required string SessionId { get; init; }

    public required string PipeName { get; init; }

    /// <summary><c>simulator</c> or <c>com</c>.</summary>
    public required string Backend { get; init; }

    /// <summary>Most events the ring keeps.</summary>
    public int RingEvents { get; init; } = 500_000;

    /// <summary>Most bytes of events the ring keeps.</summary>
    public int RingBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>How long the worker goes on without a gateway before it ends itself.</summary>
    public TimeSpan MaxOrphanLifetime { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>End as soon as the gateway's process has ended, which the end of standard input tells.</summary>
    public bool EndWithGateway { get; init; }

    /// <summary>Settings of the executor, by its own names.</summary>
    public IReadOnlyDictionary<string, string> BackendOptions { get; init; } = new Dictionary<string, string>();
}
