namespace Gateway.Worker.Executors.Simulation.Formulas;

/// <summary>A formula cannot be compiled. The message tells the author of the galaxy file what is wrong and where.</summary>
internal sealed class FormulaException(string message) : Exception(message);
