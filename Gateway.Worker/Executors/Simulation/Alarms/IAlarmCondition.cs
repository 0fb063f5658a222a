namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>Decides from the input whether an alarm's condition is met. Asked once per scan, and only while the input's quality allows it.</summary>
internal interface IAlarmCondition
{
    /// <param name="stands">Whether it was met before: a dead band keeps it met for longer.</param>
    /// <param name="scan">The present scan.</param>
    bool IsMet(bool stands, AlarmScan scan);
}
