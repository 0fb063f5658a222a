namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>How an alarm is treated. A larger number is more restrictive.</summary>
internal enum AlarmMode
{
    Enable,

    /// <summary>The alarm is detected but hidden from clients that show alarms.</summary>
    Silence,

    /// <summary>The alarm is not detected.</summary>
    Disable,
}
