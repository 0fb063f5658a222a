namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>What is done with an alarm. The larger one is the more restrictive one.</summary>
internal enum AlarmMode
{
    Enable,

    /// <summary>Detected, and hidden from clients that show alarms.</summary>
    Silence,

    /// <summary>Not detected.</summary>
    Disable,
}
