namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>Names that all scopes of one file share.</summary>
internal sealed class GalaxyNames
{
    /// <summary>Every attribute by its full name. The table is complete before the first formula is compiled.</summary>
    public Dictionary<string, PlantAttribute> Attributes { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Paths of the parameters whose formulas are being compiled; a path that is met again refers to itself.</summary>
    public HashSet<string> Compiling { get; } = [];
}
