using System.Diagnostics;
using Gateway.Testing;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>
/// Reads the system's process table. An ended process that its parent has not collected yet does not count, because that may take
/// a while.
/// </summary>
internal static class ProcessTable
{
    /// <summary>Kills the processes whose working directory is this one, and waits until they are gone.</summary>
    public static async Task KillAllInAsync(string directory)
    {
        foreach (var processId in In(directory))
        {
            try
            {
                using var process = Process.GetProcessById(processId);
                process.Kill();
                await process.WaitForExitAsync().WithTimeout($"the end of process {processId}");
            }
            catch (Exception error) when (error is ArgumentException or InvalidOperationException)
            {
                // It has ended meanwhile.
            }
        }
    }

    public static bool IsRunning(int processId)
    {
        try
        {
            return StateOf($"/proc/{processId}/stat") is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Freezes a process, as a machine does that has no memory left, and returns when none of its threads runs any more.</summary>
    public static async Task FreezeAsync(int processId)
    {
        await SignalAsync(processId, "STOP");
        await Eventually.Async(() => Directory.GetDirectories($"/proc/{processId}/task").All(thread => StateOf($"{thread}/stat") == 'T'), $"process {processId} to stand still");
    }

    /// <summary>Lets a frozen process go on.</summary>
    public static Task ThawAsync(int processId) => SignalAsync(processId, "CONT");

    private static async Task SignalAsync(int processId, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{processId}"]);
        await kill.WaitForExitAsync().WithTimeout("kill");
    }

    private static List<int> In(string directory) =>
        [.. Directory.GetDirectories("/proc").Select(Path.GetFileName).Select(name => int.TryParse(name, out var id) ? id : 0).Where(id => id > 0 && DirectoryOf(id) == directory)];

    private static char StateOf(string file)
    {
        var stat = File.ReadAllText(file);
        // The name may contain anything, so the last parenthesis ends it.
        return stat[stat.LastIndexOf(')') + 2];
    }

    private static string? DirectoryOf(int processId)
    {
        try
        {
            return new FileInfo($"/proc/{processId}/cwd").LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
