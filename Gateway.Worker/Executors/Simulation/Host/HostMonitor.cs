using System.Runtime.InteropServices;

namespace Gateway.Worker.Executors.Simulation.Host;

/// <summary>
/// Reads the host's real figures about once a second on a timer thread, so that a slow disk does not block the executor.
/// </summary>
internal sealed class HostMonitor : IHostMonitor
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The CPU load needs two readings. The second one follows soon, so that the page shows a load from the start.
    /// </summary>
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(200);

    private readonly ITimer _timer;
    private CpuTimes? _cpu;
    private volatile HostReading _latest;
    private int _reading;

    public HostMonitor(TimeProvider time)
    {
        _latest = Read();
        _timer = time.CreateTimer(static state => ((HostMonitor)state!).Refresh(), this, FirstInterval, Interval);
    }

    public HostReading Latest => _latest;

    public void Dispose() => _timer.Dispose();

    /// <summary>Takes a reading now.</summary>
    public void Refresh()
    {
        // If a reading takes longer than the interval, the next one is skipped.
        if (Interlocked.Exchange(ref _reading, 1) == 1)
        {
            return;
        }

        _latest = Read();
        Volatile.Write(ref _reading, 0);
    }

    private HostReading Read()
    {
        var memory = HostReader.Memory();
        var disk = HostReader.Disk();
        return new HostReading
        {
            CpuLoadPercent = CpuLoad() ?? _latest?.CpuLoadPercent,
            CpuCount = Environment.ProcessorCount,
            MemoryTotalBytes = memory?.Total,
            MemoryAvailableBytes = memory?.Available,
            ProcessMemoryBytes = Environment.WorkingSet,
            DiskTotalBytes = disk?.Total,
            DiskFreeBytes = disk?.Available,
            UptimeSeconds = Math.Floor(Environment.TickCount64 / 1000.0),
            MachineName = Environment.MachineName,
            OperatingSystem = RuntimeInformation.OSDescription,
        };
    }

    private double? CpuLoad()
    {
        var before = _cpu;
        _cpu = HostReader.Cpu();
        return before is { } earlier && _cpu is { } later ? later.LoadSince(earlier) : null;
    }
}
