using System.Diagnostics;
using System.Reflection;
using Gateway.Contracts;
using Gateway.Web.Access.Live;

namespace Gateway.Web.Sessions.Overview;

/// <summary>Reads the figures of the gateway's own process.</summary>
internal sealed class ProcessFigures(CallerRegistry callers)
{
    private static readonly DateTime StartedAt = Started();

    private static readonly string Version = typeof(ProcessFigures).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <param name="cpu">CPU time that the process has used in <paramref name="elapsed"/>; null when it is not known.</param>
    /// <param name="elapsed">The time since the sample before.</param>
    public OverviewProcess Read(TimeSpan? cpu, TimeSpan elapsed) => new()
    {
        Version = Version,
        StartedAt = StartedAt,
        ProcessId = Environment.ProcessId,
        Processors = Environment.ProcessorCount,
        CpuPercent = cpu is { } used && elapsed > TimeSpan.Zero ? Math.Round(100 * (used / elapsed), 1) : null,
        ResidentBytes = Environment.WorkingSet,
        HeapBytes = GC.GetTotalMemory(forceFullCollection: false),
        GcPausePercent = GC.GetGCMemoryInfo(GCKind.Any).PauseTimePercentage,
        Gen2Collections = GC.CollectionCount(GC.MaxGeneration),
        Threads = ThreadPool.ThreadCount,
        WaitingWork = ThreadPool.PendingWorkItemCount,
        Connections = callers.Count,
    };

    private static DateTime Started()
    {
        using var process = Process.GetCurrentProcess();
        return process.StartTime.ToUniversalTime();
    }
}
