namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>The value is further from its target than the tolerance. No new alarm while the value settles on a new target.</summary>
internal sealed class DeviationCondition(Deviation deviation, PlantAttribute tolerance) : IAlarmCondition
{
    public bool IsMet(bool stands, AlarmScan scan)
    {
        var settles = deviation.IsSettling(scan.Now);
        return stands
            ? deviation.Distance > tolerance.VisibleNumber - deviation.Deadband.VisibleNumber
            : !settles && deviation.Distance > tolerance.VisibleNumber;
    }
}
