namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>
/// A time dead band: the condition changes only after its new state has lasted for that time without interruption.
/// </summary>
/// <param name="deadband">The attribute with the time; null for no dead band.</param>
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

    /// <summary>Starts the time again, because the input cannot be evaluated now.</summary>
    public void Restart() => _differsSince = null;
}
