namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>The value is beyond the limit. A value equal to the limit is no alarm; the dead band acts on the return only.</summary>
/// <param name="input">The value.</param>
/// <param name="limit">The limit.</param>
/// <param name="deadband">How far the value must come back behind the limit; not negative.</param>
/// <param name="isUpper">Whether values above the limit alarm, rather than values below.</param>
internal sealed class LimitCondition(PlantAttribute input, PlantAttribute limit, PlantAttribute deadband, bool isUpper) : IAlarmCondition
{
    public bool IsMet(bool stands, AlarmScan scan)
    {
        var excess = isUpper ? input.VisibleNumber - limit.VisibleNumber : limit.VisibleNumber - input.VisibleNumber;
        return stands ? excess > -deadband.VisibleNumber : excess > 0;
    }
}
