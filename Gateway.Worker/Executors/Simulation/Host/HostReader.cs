using System.Globalization;

namespace Gateway.Worker.Executors.Simulation.Host;

/// <summary>
/// Reads the host's counters from /proc on Linux and from Win32 on Windows; null on other systems and when reading fails.
/// </summary>
internal static class HostReader
{
    public static CpuTimes? Cpu()
    {
        try
        {
            return OperatingSystem.IsWindows() ? WindowsHost.Cpu() : OperatingSystem.IsLinux() ? LinuxCpu() : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    public static Capacity? Memory()
    {
        try
        {
            return OperatingSystem.IsWindows() ? WindowsHost.Memory() : OperatingSystem.IsLinux() ? LinuxMemory() : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The volume that holds the worker's files.</summary>
    public static Capacity? Disk()
    {
        try
        {
            var drive = new DriveInfo(Path.GetPathRoot(AppContext.BaseDirectory) ?? "/");
            return new Capacity(drive.TotalSize, drive.AvailableFreeSpace);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static CpuTimes? LinuxCpu()
    {
        // "cpu  user nice system idle iowait irq softirq steal …". The guest time that follows is already part of the user time.
        const int idle = 3;
        const int ioWait = 4;
        const int counters = 8;
        using var reader = new StreamReader("/proc/stat");
        var fields = reader.ReadLine()?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields is null || fields.Length <= counters || fields[0] != "cpu")
        {
            return null;
        }

        var times = fields[1..(counters + 1)].Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        var total = times.Sum();
        return new CpuTimes(total - times[idle] - times[ioWait], total);
    }

    private static Capacity? LinuxMemory()
    {
        const double kibibyte = 1024;
        double? total = null;
        double? available = null;
        foreach (var line in File.ReadLines("/proc/meminfo"))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields is ["MemTotal:", var totalText, ..])
            {
                total = double.Parse(totalText, CultureInfo.InvariantCulture) * kibibyte;
            }
            else if (fields is ["MemAvailable:", var availableText, ..])
            {
                available = double.Parse(availableText, CultureInfo.InvariantCulture) * kibibyte;
                break;
            }
        }

        return total is { } t && available is { } a ? new Capacity(t, a) : null;
    }
}
