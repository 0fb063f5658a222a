namespace Gateway.FunctionalTests.Hosting;

/// <summary>
/// Reads the system's process table. An ended process that its parent has not collected yet does not count, because that may take
/// a while.
/// </summary>
internal static class ProcessTable
{
    public static bool IsRunning(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            // The name may contain anything, so the last parenthesis ends it.
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Process ids of the running children of a process.</summary>
    public static IReadOnlyList<int> ChildrenOf(int processId) =>
    [
        .. Directory.GetDirectories($"/proc/{processId}/task")
            .SelectMany(thread => ReadOrNothing($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(int.Parse)
            .Where(IsRunning),
    ];

    /// <summary>The arguments of a process, each with a zero character after it; empty when it has ended.</summary>
    public static string ArgumentsOf(int processId) => ReadOrNothing($"/proc/{processId}/cmdline");

    private static string ReadOrNothing(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
