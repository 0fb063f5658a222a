using System.Text.Json;

namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>The value of a property or parameter in the file, its path, and the scope whose names its formulas use.</summary>
internal sealed record PropertySource(JsonElement Value, string Path, ObjectScope Scope);
