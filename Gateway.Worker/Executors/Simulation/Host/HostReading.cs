namespace Gateway.Worker.Executors.Simulation.Host;

/// <summary>
/// One reading. Sizes are in bytes; a figure that the host does not report is null (the CPU load needs two readings).
/// </summary>
internal sealed record HostReading
{
    public double? CpuLoadPercent { get; init; }

    public int CpuCount { get; init; }

    public double? MemoryTotalBytes { get; init; }

    public double? MemoryAvailableBytes { get; init; }

    public double? ProcessMemoryBytes { get; init; }

    public double? DiskTotalBytes { get; init; }

    public double? DiskFreeBytes { get; init; }

    public double UptimeSeconds { get; init; }

    public string MachineName { get; init; } = "";

    public string OperatingSystem { get; init; } = "";
}
