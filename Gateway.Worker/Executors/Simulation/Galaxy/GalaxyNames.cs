namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>Names that all scopes of one file share.</summary>
internal sealed class GalaxyNames
{
    /// <summary>Every attribute by full name; filled before the first formula is compiled.</summary>
    public Dictionary<string, PlantAttribute> Attributes { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Paths of parameters whose formula is being compiled, to find those that refer to themselves.</summary>
    public HashSet<string> Compiling { get; } = [];
}
