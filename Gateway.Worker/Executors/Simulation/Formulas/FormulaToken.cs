namespace Gateway.Worker.Executors.Simulation.Formulas;

/// <summary>One token; <see cref="Position"/> is 1-based.</summary>
internal readonly record struct FormulaToken(FormulaTokenKind Kind, string Text, double Number, int Position);
