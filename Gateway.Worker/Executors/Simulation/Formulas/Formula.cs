namespace Gateway.Worker.Executors.Simulation.Formulas;

/// <summary>A compiled formula of the galaxy file. Reads attributes, writes nothing; never throws, but may give NaN.</summary>
internal delegate double Formula(FormulaContext context);
