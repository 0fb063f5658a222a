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
}
