namespace Gateway.Worker.Executors.Simulation.Host;

/// <summary>Memory or disk space, in bytes.</summary>
internal readonly record struct Capacity(double Total, double Available);
