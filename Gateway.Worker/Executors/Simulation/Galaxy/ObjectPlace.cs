namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>The area and the container of an object; the empty text if it has none.</summary>
internal sealed record ObjectPlace(string Name, string Area, string Container);
