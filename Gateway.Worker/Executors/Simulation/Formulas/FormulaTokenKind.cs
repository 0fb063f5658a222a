namespace Gateway.Worker.Executors.Simulation.Formulas;

internal enum FormulaTokenKind
{
    End,
    Number,
    Name,
    Parameter,
    Symbol,
}
