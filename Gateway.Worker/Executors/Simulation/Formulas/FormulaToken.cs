namespace Gateway.Worker.Executors.Simulation.Formulas;

/// <summary>One token; <see cref="Position"/> counts characters from 1.</summary>
internal readonly record struct FormulaToken(FormulaTokenKind Kind, string Text, double Number, int Position);
