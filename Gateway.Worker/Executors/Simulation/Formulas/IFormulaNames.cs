namespace Gateway.Worker.Executors.Simulation.Formulas;

/// <summary>Finds what the names in a formula refer to.</summary>
internal interface IFormulaNames
{
    /// <summary>The attribute with that name, as seen from the place of the formula; null when there is none.</summary>
    PlantAttribute? Attribute(string name);

    /// <summary>The parameter with that name (without the <c>$</c>); null when there is none.</summary>
    /// <exception cref="FormulaException">The formula of the parameter itself is wrong.</exception>
    Formula? Parameter(string name);
}
