namespace Gateway.Worker;

/// <summary>What the gateway passes to a worker on its command line.</summary>
public sealed record WorkerSettings
{
    public required string SessionId { get; init; }

    public required string PipeName { get; init; }

    /// <summary><c>simulator</c> or <c>com</c>.</summary>
    public required string Backend { get; init; }

    /// <summary>Largest number of events in the ring.</summary>
    public int RingEvents { get; init; } = 500_000;

    /// <summary>Largest number of bytes of events in the ring.</summary>
    public int RingBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>How long the worker continues without a gateway before it ends.</summary>
    public TimeSpan MaxOrphanLifetime { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>
    /// Whether the worker ends as soon as the gateway's process has ended, which it notices from the end of standard input.
    /// </summary>
    public bool EndWithGateway { get; init; }

    /// <summary>
    /// Whether the worker was started before its session exists. It then waits in its first handshake until the gateway needs it.
    /// </summary>
    public bool IsSpare { get; init; }

    /// <summary>Settings of the executor, by the names that the executor uses.</summary>
    public IReadOnlyDictionary<string, string> BackendOptions { get; init; } = new Dictionary<string, string>();
}
