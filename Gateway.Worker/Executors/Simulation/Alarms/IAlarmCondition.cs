namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>
/// Decides from the input whether the condition of an alarm is met. Called once per scan, and only if the input's quality allows
/// it.
/// </summary>
internal interface IAlarmCondition
{
    /// <param name="stands">Whether the condition was met before; a dead band then keeps it met for longer.</param>
    /// <param name="scan">The current scan.</param>
    bool IsMet(bool stands, AlarmScan scan);
}
