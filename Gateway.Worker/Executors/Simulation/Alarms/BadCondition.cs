namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>The condition that the input's quality is bad.</summary>
internal sealed class BadCondition(PlantAttribute input) : IAlarmCondition
{
    public bool IsMet(bool stands, AlarmScan scan) => Qualities.IsBad(input.Quality);
}
