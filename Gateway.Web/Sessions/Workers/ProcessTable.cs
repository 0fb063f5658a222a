using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Gateway.Web.Sessions.Workers;

/// <inheritdoc cref="IProcessTable"/>
internal sealed class ProcessTable : IProcessTable
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";

    // Fields of /proc/n/stat, counted from the one after the name.
    private const int StateField = 0;
    private const int StartField = 19;

    public bool TryFind(int processId, out ProcessIdentity? found) =>
        OperatingSystem.IsLinux() ? TryFindOnLinux(processId, out found)
        : OperatingSystem.IsWindows() ? WindowsProcesses.TryFind(processId, out found)
        : TryFindElsewhere(processId, out found);

    public void Kill(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill();
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // The process has ended, or is about to.
        }
    }

    // The start time in clock ticks since boot, which corrections of the clock do not change, together with the id of that boot.
    private static bool TryFindOnLinux(int processId, out ProcessIdentity? found)
    {
        found = null;
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            // The name may contain any characters, so only the last parenthesis ends it.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            if (fields[StateField] is "Z" or "X")
            {
                return true;
            }

            var executable = new FileInfo($"/proc/{processId}/exe").LinkTarget ?? "";
            found = new ProcessIdentity(processId, $"{File.ReadAllText(BootIdFile).Trim()}/{fields[StartField]}", executable);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // If a process ends while it is read, the read fails first, and then its folder is gone.
            return !Directory.Exists($"/proc/{processId}");
        }
    }

    private static bool TryFindElsewhere(int processId, out ProcessIdentity? found)
    {
        found = null;
        try
        {
            using var process = Process.GetProcessById(processId);
            found = process.HasExited
                ? null
                : new ProcessIdentity(
                    processId, process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture), process.MainModule?.FileName ?? "");
            return true;
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }
}
