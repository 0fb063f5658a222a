using Gateway.Worker.Executors.Simulation.Alarms;
using Gateway.Worker.Executors.Simulation.Galaxy;
using Gateway.Worker.Executors.Simulation.Host;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>The parts of one simulated galaxy and its scan. Used only on the executor's thread.</summary>
internal sealed class SimulatedGalaxy
{
    /// <summary>If the simulation is further behind than this, the missed scans are left out.</summary>
    private static readonly TimeSpan LongestCatchUp = TimeSpan.FromSeconds(10);

    /// <summary>A shared plant that is older than this many scans is computed from a later beginning, with everything that was written.</summary>
    private const int MostScansAgain = 7_200;

    private long _lastScan;

    public SimulatedGalaxy(GalaxyModel galaxy, SimulatorOptions options, IHostMonitor host, IMxEvents events, TimeProvider time)
    {
        Options = options;
        Events = events;
        Schedule = new Schedule(time, followsTimeOfDay: !options.Deterministic);
        Plant = new Plant(galaxy, host, options.Seed) { Shared = options.SharedPath is { } path ? new SharedPlant(path, Schedule.UtcNow) : null };
        Users = new SimulatedUsers(galaxy.Users, options.FreeAccess ?? galaxy.IsFreeAccess);
        Resolver = new ReferenceResolver(Plant);
        Publisher = new ItemPublisher(events, Schedule);
        Writer = new ItemWriter(Plant, Schedule, events, Users, options.WriteDelay);
        galaxy.Alarms.Begin(options.AckedAtStart);
        Flood = new AlarmFlood(Plant, Schedule, options.AckedAtStart);
        Load = new LoadGenerator(Schedule, events, options);
        Load.AddTo(Plant);
        Begin();
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

    private void Begin()
    {
        if (Plant.Shared is { } shared)
        {
            CatchUp(shared);
        }
        else
        {
            Scan();
        }
    }

    // Computes what the shared plant has gone through since it began, in the same scans as the other sessions; of a long life, the last part.
    private void CatchUp(SharedPlant shared)
    {
        var (period, last) = (Options.ScanPeriod, Floor(Schedule.UtcNow));
        var first = Math.Max(Floor(shared.Began).Ticks, (last - (period * MostScansAgain)).Ticks);
        for (var at = new DateTime(first, DateTimeKind.Utc); at <= last; at += period)
        {
            Compute(at, at.Ticks == first ? 0 : period.TotalSeconds);
        }

        Plant.DrainChanges(_ => { });
        Schedule.At((last + period - Schedule.UtcNow).Ticks, Scan);
    }

    private void Scan()
    {
        var now = Schedule.Now;
        var step = Plant.Shared is null ? TimeSpan.FromTicks(now - _lastScan) : Options.ScanPeriod;
        _lastScan = now;

        // All sessions of a shared plant scan at the same times of day.
        var at = Plant.Shared is null ? Schedule.UtcNow : Floor(Schedule.UtcNow + (Options.ScanPeriod / 2));
        var isEarlyBy = (at - Schedule.UtcNow).Ticks;
        Compute(at, step.TotalSeconds);
        Load.UpdateFigures(Plant);
        Plant.DrainChanges(Publisher.PublishChange);
        var isFarBehind = Schedule.Target - now > LongestCatchUp.Ticks && !Options.Deterministic;
        Schedule.At((isFarBehind ? Schedule.Target : now) + isEarlyBy + Options.ScanPeriod.Ticks, Scan);
        if (isFarBehind)
        {
            // The plant stood still together with the process: one step of minutes would make its integrators jump.
            _lastScan = Schedule.Target;
        }
    }

    private void Compute(DateTime at, double step)
    {
        Plant.TakeShared(at);
        Flood.Advance(step, at);
        var seconds = Plant.Shared is { } shared ? (at - shared.Began).TotalSeconds : TimeSpan.FromTicks(Schedule.Now).TotalSeconds;
        Plant.Scan(seconds, step, at);
    }

    private DateTime Floor(DateTime time) => new(time.Ticks - (time.Ticks % Options.ScanPeriod.Ticks), DateTimeKind.Utc);
}
