namespace Gateway.Worker.Executors.Simulation.Host;

/// <summary>
/// Figures that never change, for the deterministic mode, because the host's real figures differ from run to run.
/// </summary>
internal sealed class FixedHostMonitor : IHostMonitor
{
    private const double Gibibyte = 1024.0 * 1024 * 1024;

    public HostReading Latest { get; } = new()
    {
        CpuLoadPercent = 12.5,
        CpuCount = 4,
        MemoryTotalBytes = 8 * Gibibyte,
        MemoryAvailableBytes = 5 * Gibibyte,
        ProcessMemoryBytes = Gibibyte / 16,
        DiskTotalBytes = 100 * Gibibyte,
        DiskFreeBytes = 40 * Gibibyte,
        UptimeSeconds = 86_400,
        MachineName = "SIMULATED",
        OperatingSystem = "Simulated",
    };

    public void Dispose()
    {
        // There is nothing to release.
    }
}
