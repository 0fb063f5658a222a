using Gateway.Worker.Executors.Simulation.Formulas;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>A write of the attribute that owns this effect sets <see cref="Target"/> to the formula's value.</summary>
internal sealed record WriteEffect(PlantAttribute Target, Formula Formula);
