using Gateway.Worker.Executors.Simulation.Formulas;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>When the attribute that owns this is written, <see cref="Target"/> gets the formula's value.</summary>
internal sealed record WriteEffect(PlantAttribute Target, Formula Formula);
