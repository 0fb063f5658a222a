namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>The condition that a Boolean has the state which counts as an alarm.</summary>
internal sealed class DiscreteCondition(PlantAttribute input, PlantAttribute activeState) : IAlarmCondition
{
    /// <summary>The state for alarms whose state cannot be set: the condition is met when the input is true.</summary>
    public static PlantAttribute WhenTrue { get; } = BuiltInAttributes.Number("ActiveAlarmState", Gateway.Values.MxDataType.Boolean, 1);

    public bool IsMet(bool stands, AlarmScan scan) => (input.VisibleNumber != 0) == (activeState.VisibleNumber != 0);
}
