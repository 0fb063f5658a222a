namespace Gateway.Worker.Executors.Simulation.Host;

/// <summary>A real figure of the machine the worker runs on, as a galaxy file can ask for it.</summary>
internal enum HostFigure
{
    /// <summary>Percent of all processors' time since the reading before.</summary>
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
