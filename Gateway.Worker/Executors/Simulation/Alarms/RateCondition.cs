namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>The condition that the value rises, or falls, faster than the limit.</summary>
internal sealed class RateCondition(RateOfChange rate, PlantAttribute limit, bool isIncrease) : IAlarmCondition
{
    public bool IsMet(bool stands, AlarmScan scan) => (isIncrease ? rate.At(scan) : -rate.At(scan)) > limit.VisibleNumber;
}
