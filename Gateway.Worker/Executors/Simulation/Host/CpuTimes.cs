namespace Gateway.Worker.Executors.Simulation.Host;

/// <summary>Counters of all processors together since the host started; the unit does not matter.</summary>
internal readonly record struct CpuTimes(double Busy, double Total)
{
    /// <summary>Percent between 0 and 100; null when no time has passed on the counters.</summary>
    public double? LoadSince(CpuTimes earlier)
    {
        var total = Total - earlier.Total;
        return total > 0 ? Math.Clamp((Busy - earlier.Busy) / total * 100, 0, 100) : null;
    }
}
