using Gateway.Worker.Executors.Simulation.Alarms;

namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>An alarm of the galaxy file: its kind, its input and its settings.</summary>
/// <param name="Draft">The settings.</param>
/// <param name="Kind">What the alarm checks.</param>
/// <param name="Input">The attribute that the alarm watches.</param>
internal sealed record AlarmDefinition(AttributeDraft Draft, AlarmKind Kind, PlantAttribute Input)
{
    /// <summary>The full reference with which the shared attributes of alarms begin, such as <c>Tank101.Level</c>.</summary>
    public string Stem => AlarmNaming.StemOf(Draft.Name, Kind);
}
