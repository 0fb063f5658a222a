namespace Gateway.Contracts;

/// <summary>The gateway's own process.</summary>
public sealed record OverviewProcess
{
    public required string Version { get; init; }

    /// <summary>Start of the process, UTC.</summary>
    public required DateTime StartedAt { get; init; }

    public required int ProcessId { get; init; }

    /// <summary>Processors that the process may use.</summary>
    public required int Processors { get; init; }

    /// <summary>CPU time, user and kernel, as a percentage of one processor since the sample before; absent in the first sample.</summary>
    public double? CpuPercent { get; init; }

    /// <summary>Physical memory, bytes.</summary>
    public required long ResidentBytes { get; init; }

    /// <summary>Managed memory in use, garbage included, bytes.</summary>
    public required long HeapBytes { get; init; }

    /// <summary>Share of the time for which garbage collection paused the process since its start, percent.</summary>
    public required double GcPausePercent { get; init; }

    /// <summary>Collections of the oldest generation since the start.</summary>
    public required int Gen2Collections { get; init; }

    /// <summary>Threads of the thread pool.</summary>
    public required int Threads { get; init; }

    /// <summary>Work items that wait for a thread of the pool.</summary>
    public required long WaitingWork { get; init; }

    /// <summary>Hub connections.</summary>
    public required int Connections { get; init; }
}
