namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>
/// The condition that the value is beyond the limit. A value equal to the limit does not meet it; the dead band affects only the
/// return.
/// </summary>
/// <param name="input">The value.</param>
/// <param name="limit">The limit.</param>
/// <param name="deadband">How far the value must return past the limit before the condition ends; not negative.</param>
/// <param name="isUpper">Whether values above the limit meet the condition, instead of values below it.</param>
internal sealed class LimitCondition(PlantAttribute input, PlantAttribute limit, PlantAttribute deadband, bool isUpper) : IAlarmCondition
{
    public bool IsMet(bool stands, AlarmScan scan)
    {
        var excess = isUpper ? input.VisibleNumber - limit.VisibleNumber : limit.VisibleNumber - input.VisibleNumber;
        return stands ? excess > -deadband.VisibleNumber : excess > 0;
    }
}
