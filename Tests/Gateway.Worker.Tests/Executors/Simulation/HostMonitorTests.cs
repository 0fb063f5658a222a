using System.Diagnostics;
using Gateway.Worker.Executors.Simulation.Host;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Worker.Tests.Executors.Simulation;

public sealed class HostMonitorTests
{
    [Fact]
    public void The_hosts_processor_load_lies_between_0_and_100()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows())
        {
            return;
        }

        using var monitor = new HostMonitor(new FakeTimeProvider());
        Assert.Null(monitor.Latest.CpuLoadPercent);
        Work(TimeSpan.FromMilliseconds(100));
        monitor.Refresh();
        Assert.NotNull(monitor.Latest.CpuLoadPercent);
        Assert.InRange(monitor.Latest.CpuLoadPercent.Value, 0.1, 100);
    }

    [Fact]
    public void Memory_and_disk_figures_belong_together()
    {
        using var monitor = new HostMonitor(new FakeTimeProvider());
        var figures = monitor.Latest;
        Assert.InRange(figures.MemoryAvailableBytes!.Value, 1, figures.MemoryTotalBytes!.Value);
        Assert.InRange(figures.DiskFreeBytes!.Value, 0, figures.DiskTotalBytes!.Value);
        Assert.InRange(figures.ProcessMemoryBytes!.Value, 1_000_000, figures.MemoryTotalBytes.Value);
        Assert.Equal(Environment.MachineName, figures.MachineName);
    }

    [Fact]
    public void Readings_follow_the_clock()
    {
        var clock = new FakeTimeProvider();
        using var monitor = new HostMonitor(clock);
        var first = monitor.Latest;
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotSame(first, monitor.Latest);
    }

    /// <summary>Uses the processor, because its counters must advance before a load can be reported.</summary>
    private static void Work(TimeSpan time)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            Thread.SpinWait(1000);
        }
    }
}
