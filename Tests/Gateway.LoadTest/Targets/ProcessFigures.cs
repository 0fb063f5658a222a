using System.Diagnostics;

namespace Gateway.LoadTest.Targets;

/// <summary>The figures of a process, measured from outside.</summary>
internal static class ProcessFigures
{
    /// <summary>CPU time of all cores so far, user and kernel.</summary>
    public static TimeSpan Cpu(this Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    /// <summary>Resident bytes.</summary>
    public static long Resident(this Process process)
    {
        process.Refresh();
        return process.WorkingSet64;
    }
}
