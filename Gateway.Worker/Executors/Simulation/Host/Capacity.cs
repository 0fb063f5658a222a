namespace Gateway.Worker.Executors.Simulation.Host;

/// <summary>Memory or disk space, bytes.</summary>
internal readonly record struct Capacity(double Total, double Available);
