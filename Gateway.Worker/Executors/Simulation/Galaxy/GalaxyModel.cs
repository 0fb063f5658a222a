using Gateway.Worker.Executors.Simulation.Alarms;

namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>
/// A galaxy file with its templates, parts and formulas resolved. It serves one simulation, because its attributes hold state.
/// </summary>
/// <param name="Attributes">All attributes, including those of alarms, in the order in which a scan processes them.</param>
/// <param name="Alarms">The alarms, and the objects and areas that contain them.</param>
/// <param name="Users">The users. The id of a user is its place in the list, from 1.</param>
/// <param name="IsFreeAccess">Whether every name and password is accepted as user 1.</param>
internal sealed record GalaxyModel(
    IReadOnlyList<PlantAttribute> Attributes, AlarmSystem Alarms, IReadOnlyList<GalaxyUser> Users, bool IsFreeAccess);
