using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Gateway.Web.Workers;

/// <summary>
/// Which process it is: a process id alone comes back after a while, together with start and executable it does not.
/// </summary>
/// <param name="ProcessId">As the system gives it.</param>
/// <param name="Started">When it was started, in a form that only this machine's present run can compare.</param>
/// <param name="Executable">Full path of the program's file when it was started.</param>
internal sealed record ProcessIdentity(int ProcessId, string Started, string Executable)
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>What Linux puts behind the path of a program whose file was replaced, as an upgrade does.</summary>
    private const string ReplacedMark = " (deleted)";

    // Fields of /proc/n/stat, counted from the one behind the name.
    private const int StateField = 0;
    private const int StartField = 19;

    /// <summary>True while exactly this process runs.</summary>
    public bool IsRunning => Of(ProcessId) == this;

    /// <summary>Who has a process id now; null when nobody has, or only the remains of an ended process.</summary>
    public static ProcessIdentity? Of(int processId)
    {
        try
        {
            return OperatingSystem.IsLinux() ? OfLinux(processId) : OfOther(processId);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Ends the process if it is still this one.</summary>
    public void Kill()
    {
        if (!IsRunning)
        {
            return;
        }

        try
        {
            using var process = Process.GetProcessById(ProcessId);
            process.Kill();
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It has ended, or is about to.
        }
    }

    // The start in clock ticks since boot, which no correction of the clock changes, with the boot it counts from.
    private static ProcessIdentity? OfLinux(int processId)
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        // The name may hold anything, so the last parenthesis counts.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        if (fields[StateField] is "Z" or "X" || new FileInfo($"/proc/{processId}/exe").LinkTarget is not { } executable)
        {
            return null;
        }

        executable = executable.EndsWith(ReplacedMark, StringComparison.Ordinal) ? executable[..^ReplacedMark.Length] : executable;
        return new ProcessIdentity(processId, $"{File.ReadAllText(BootIdFile).Trim()}/{fields[StartField]}", executable);
    }

    private static ProcessIdentity? OfOther(int processId)
    {
        using var process = Process.GetProcessById(processId);
        return process.HasExited
            ? null
            : new ProcessIdentity(
                processId, process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture), process.MainModule?.FileName ?? "");
    }
}
