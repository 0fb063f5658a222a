namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>
/// A galaxy file with its templates, parts and formulas resolved. It serves one simulation, because its attributes hold state.
/// </summary>
internal sealed record GalaxyModel(IReadOnlyList<PlantAttribute> Attributes, IReadOnlyList<GalaxyUser> Users, bool IsFreeAccess);
