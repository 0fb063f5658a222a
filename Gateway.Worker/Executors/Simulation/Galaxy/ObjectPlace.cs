namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>Where an object is in the galaxy. Empty texts for nowhere.</summary>
internal sealed record ObjectPlace(string Name, string Area, string Container);
