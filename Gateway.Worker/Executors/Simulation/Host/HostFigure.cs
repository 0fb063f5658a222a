namespace Gateway.Worker.Executors.Simulation.Host;

/// <summary>A real figure of the worker's machine that a galaxy file can ask for.</summary>
internal enum HostFigure
{
    /// <summary>Percent of the time of all processors since the previous reading.</summary>
    CpuLoad,
    CpuCount,
    MemoryTotal,
    MemoryAvailable,
    ProcessMemory,
    DiskTotal,
    DiskFree,

    /// <summary>Seconds since the host started.</summary>
    Uptime,
    MachineName,
    OperatingSystem,
}
