using System.Text.Json;

namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>A property or parameter as the file has it, where it stands, and whose names its formulas see.</summary>
internal sealed record PropertySource(JsonElement Value, string Path, ObjectScope Scope);
