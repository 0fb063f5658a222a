using Gateway.Worker.Executors.Simulation.Alarms;
using Gateway.Worker.Executors.Simulation.Galaxy;
using Gateway.Worker.Executors.Simulation.Host;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>The parts of one simulated galaxy and its scan. Used only on the executor's thread.</summary>
internal sealed class SimulatedGalaxy
{
    /// <summary>If the simulation is further behind than this, the missed scans are left out.</summary>
    private static readonly TimeSpan LongestCatchUp = TimeSpan.FromSeconds(10);

    private long _lastScan;

    public SimulatedGalaxy(GalaxyModel galaxy, SimulatorOptions options, IHostMonitor host, IMxEvents events, TimeProvider time)
    {
        Options = options;
        Events = events;
        Schedule = new Schedule(time, followsTimeOfDay: !options.Deterministic);
        Plant = new Plant(galaxy, host, options.Seed);
        Users = new SimulatedUsers(galaxy.Users, options.FreeAccess ?? galaxy.IsFreeAccess);
        Resolver = new ReferenceResolver(Plant);
        Publisher = new ItemPublisher(events, Schedule);
        Writer = new ItemWriter(Plant, Schedule, events, Users, options.WriteDelay);
        galaxy.Alarms.Begin(options.AckedAtStart);
        Flood = new AlarmFlood(Plant, Schedule, options.AckedAtStart);
        Load = new LoadGenerator(Schedule, events, options);
        Load.AddTo(Plant);
        Scan();
    }

    public SimulatorOptions Options { get; }

    public IMxEvents Events { get; }

    public Schedule Schedule { get; }

    public Plant Plant { get; }

    public SimulatedUsers Users { get; }

    public ReferenceResolver Resolver { get; }

    public ItemPublisher Publisher { get; }

    public ItemWriter Writer { get; }

    public LoadGenerator Load { get; }

    public AlarmFlood Flood { get; }

    private void Scan()
    {
        var now = Schedule.Now;
        var step = TimeSpan.FromTicks(now - _lastScan).TotalSeconds;
        _lastScan = now;
        Flood.Advance(step);
        Plant.Scan(TimeSpan.FromTicks(now).TotalSeconds, step, Schedule.UtcNow);
        Load.UpdateFigures(Plant);
        Plant.DrainChanges(Publisher.PublishChange);
        var isFarBehind = Schedule.Target - now > LongestCatchUp.Ticks && !Options.Deterministic;
        Schedule.At((isFarBehind ? Schedule.Target : now) + Options.ScanPeriod.Ticks, Scan);
        if (isFarBehind)
        {
            // The plant stood still together with the process: one step of minutes would make its integrators jump.
            _lastScan = Schedule.Target;
        }
    }
}
