namespace Gateway.Worker.Executors.Simulation.Host;

/// <summary>The latest reading of the host's figures. May be called on any thread; never blocks.</summary>
internal interface IHostMonitor : IDisposable
{
    HostReading Latest { get; }
}
