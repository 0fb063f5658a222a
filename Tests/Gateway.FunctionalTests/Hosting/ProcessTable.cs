namespace Gateway.FunctionalTests.Hosting;

/// <summary>What the system says of processes. One that ended and waits to be collected does not count: whose child it was may take a while.</summary>
internal static class ProcessTable
{
    public static bool IsRunning(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            // The name may hold anything, so the last parenthesis counts.
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
