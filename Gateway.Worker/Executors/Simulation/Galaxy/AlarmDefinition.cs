using Gateway.Worker.Executors.Simulation.Alarms;

namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>An alarm of the galaxy file: what it watches, what it is called and where its settings are.</summary>
/// <param name="Draft">The settings.</param>
/// <param name="Kind">What it watches.</param>
/// <param name="Input">The attribute that it watches.</param>
internal sealed record AlarmDefinition(AttributeDraft Draft, AlarmKind Kind, PlantAttribute Input)
{
    /// <summary>The full reference that the attributes which alarms of one kind share begin with, such as <c>Tank101.Level</c>.</summary>
    public string Stem => AlarmKinds.StemOf(Draft.Name, Kind);
}
