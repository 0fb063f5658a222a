namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>A Boolean has the state that alarms.</summary>
internal sealed class DiscreteCondition(PlantAttribute input, PlantAttribute activeState) : IAlarmCondition
{
    /// <summary>A state that alarms when the input is true, for alarms whose state cannot be set.</summary>
    public static PlantAttribute WhenTrue { get; } = BuiltInAttributes.Number("ActiveAlarmState", Gateway.Values.MxDataType.Boolean, 1);

    public bool IsMet(bool stands, AlarmScan scan) => (input.VisibleNumber != 0) == (activeState.VisibleNumber != 0);
}
