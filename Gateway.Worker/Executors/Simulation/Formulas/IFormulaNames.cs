namespace Gateway.Worker.Executors.Simulation.Formulas;

/// <summary>What the names in a formula stand for.</summary>
internal interface IFormulaNames
{
    /// <summary>The attribute of that name as seen from where the formula stands; null when there is none.</summary>
    PlantAttribute? Attribute(string name);

    /// <summary>The parameter of that name (without the <c>$</c>); null when there is none.</summary>
    /// <exception cref="FormulaException">The parameter's own formula is wrong.</exception>
    Formula? Parameter(string name);
}
