namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>A Boolean has the state that alarms.</summary>
internal sealed class DiscreteCondition(PlantAttribute input, PlantAttribute activeState) : IAlarmCondition
{
    public bool IsMet(bool stands, AlarmScan scan) => (input.VisibleNumber != 0) == (activeState.VisibleNumber != 0);
}
