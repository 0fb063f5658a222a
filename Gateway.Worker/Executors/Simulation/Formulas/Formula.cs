namespace Gateway.Worker.Executors.Simulation.Formulas;

/// <summary>
/// A compiled formula of the galaxy file. It reads attributes and changes none; it never throws, but its result may be NaN.
/// </summary>
internal delegate double Formula(FormulaContext context);
