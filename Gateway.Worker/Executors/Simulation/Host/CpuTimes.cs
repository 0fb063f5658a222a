namespace Gateway.Worker.Executors.Simulation.Host;

/// <summary>
/// Time counters of all processors together since the host started. Only ratios are used, so the unit does not matter.
/// </summary>
internal readonly record struct CpuTimes(double Busy, double Total)
{
    /// <summary>CPU load in percent, 0 to 100; null when the counters have not advanced.</summary>
    public double? LoadSince(CpuTimes earlier)
    {
        var total = Total - earlier.Total;
        return total > 0 ? Math.Clamp((Busy - earlier.Busy) / total * 100, 0, 100) : null;
    }
}
