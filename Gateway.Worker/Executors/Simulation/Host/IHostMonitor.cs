namespace Gateway.Worker.Executors.Simulation.Host;

/// <summary>The latest reading of the host's figures. Any thread; never blocks.</summary>
internal interface IHostMonitor : IDisposable
{
    HostReading Latest { get; }
}
