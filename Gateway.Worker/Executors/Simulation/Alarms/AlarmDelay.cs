namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>A time dead band: a condition changes only after it has been different for that long without a break.</summary>
/// <param name="deadband">An elapsed time; null for none.</param>
internal sealed class AlarmDelay(PlantAttribute? deadband)
{
    private DateTime? _differsSince;

    public bool Apply(bool stands, bool met, DateTime now)
    {
        if (met == stands)
        {
            _differsSince = null;
            return stands;
        }

        _differsSince ??= now;
        if ((now - _differsSince.Value).TotalSeconds < (deadband?.Number ?? 0))
        {
            return stands;
        }

        _differsSince = null;
        return met;
    }

    /// <summary>The input cannot be judged: a difference has to last anew.</summary>
    public void Restart() => _differsSince = null;
}
