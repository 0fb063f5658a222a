namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>
/// The condition that the value is further from its target than the tolerance. It does not become true while the value settles on
/// a new target.
/// </summary>
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
