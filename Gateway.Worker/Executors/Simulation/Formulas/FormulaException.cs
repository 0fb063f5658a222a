namespace Gateway.Worker.Executors.Simulation.Formulas;

/// <summary>A formula cannot be compiled; the message says what is wrong and where, for the author of the galaxy file.</summary>
internal sealed class FormulaException(string message) : Exception(message);
