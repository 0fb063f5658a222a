namespace Gateway.Contracts;

/// <summary>The worker process behind a session.</summary>
public sealed record WorkerInfo
{
    public required int ProcessId { get; init; }

    /// <summary><c>x86</c>, <c>x64</c> or <c>arm64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary><c>simulator</c> or <c>com</c>.</summary>
    public required string Backend { get; init; }

    public required string Epoch { get; init; }

    /// <summary>Start of the worker, UTC.</summary>
    public DateTime StartedAt { get; init; }

    /// <summary>Oldest sequence still in the worker's event ring.</summary>
    public long OldestSequence { get; init; }

    /// <summary>Highest sequence given out so far; 0 before the first event.</summary>
    public long LatestSequence { get; init; }

    public int RingEvents { get; init; }

    public long RingBytes { get; init; }

    /// <summary>Events that the ring overwrote before any gateway received them.</summary>
    public long OverwrittenEvents { get; init; }

    /// <summary>Bytes of managed memory the worker has committed.</summary>
    public long WorkingSetBytes { get; init; }

    /// <summary>The call into MXAccess that has not returned in time; absent when there is none.</summary>
    public SuspectCall? SuspectCall { get; init; }

    /// <summary>Whether the platform behind MXAccess is there; absent when the worker does not watch it.</summary>
    public PlatformInfo? Platform { get; init; }
}
