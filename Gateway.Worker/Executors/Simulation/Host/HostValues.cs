namespace Gateway.Worker.Executors.Simulation.Host;

/// <summary>Takes one figure out of a reading, in the unit that attributes show.</summary>
internal static class HostValues
{
    private const double Mebibyte = 1024 * 1024;

    /// <summary>Percent, MiB, seconds or a count; null when the figure is a text or not known.</summary>
    public static double? Number(HostReading figures, HostFigure figure) => figure switch
    {
        HostFigure.CpuLoad => figures.CpuLoadPercent,
        HostFigure.CpuCount => figures.CpuCount,
        HostFigure.MemoryTotal => figures.MemoryTotalBytes / Mebibyte,
        HostFigure.MemoryAvailable => figures.MemoryAvailableBytes / Mebibyte,
        HostFigure.ProcessMemory => figures.ProcessMemoryBytes / Mebibyte,
        HostFigure.DiskTotal => figures.DiskTotalBytes / Mebibyte,
        HostFigure.DiskFree => figures.DiskFreeBytes / Mebibyte,
        HostFigure.Uptime => figures.UptimeSeconds,
        _ => null,
    };

    public static string? Text(HostReading figures, HostFigure figure) => figure switch
    {
        HostFigure.MachineName => figures.MachineName,
        HostFigure.OperatingSystem => figures.OperatingSystem,
        _ => null,
    };
}
