namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>A galaxy file after templates, parts and formulas were worked out. For one simulation: attributes hold state.</summary>
internal sealed record GalaxyModel(IReadOnlyList<PlantAttribute> Attributes, IReadOnlyList<GalaxyUser> Users, bool IsFreeAccess);
