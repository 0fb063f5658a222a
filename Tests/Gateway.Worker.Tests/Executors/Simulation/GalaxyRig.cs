using Gateway.Values;
using Gateway.Worker.Executors.Simulation;
using Gateway.Worker.Executors.Simulation.Galaxy;
using Gateway.Worker.Executors.Simulation.Host;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Worker.Tests.Executors.Simulation;

/// <summary>A simulated galaxy without a thread: the test's own thread acts as the executor's.</summary>
internal sealed class GalaxyRig
{
    public GalaxyRig(SimulatorOptions? options = null, string? json = null, FakeTimeProvider? clock = null)
    {
        Clock = clock ?? new FakeTimeProvider();
        var galaxy = json is null ? GalaxyFile.Load(null) : GalaxyFile.Parse(json, "test");
        Galaxy = new SimulatedGalaxy(galaxy, options ?? new SimulatorOptions { Deterministic = true }, new FixedHostMonitor(), Events, Clock);
        Access = new SimulatedMxAccess(Galaxy);
        Access.Register("rig", out var server);
        Server = server;
    }

    public FakeTimeProvider Clock { get; }

    public CountingEvents Events { get; } = new();

    public SimulatedGalaxy Galaxy { get; }

    public SimulatedMxAccess Access { get; }

    public int Server { get; }

    public PlantAttribute this[string name] => Galaxy.Plant.Find(name) ?? throw new KeyNotFoundException(name);

    public void Pass(TimeSpan time)
    {
        Clock.Advance(time);
        Galaxy.Schedule.RunDue();
    }

    public int Advise(string reference)
    {
        Assert.Equal(0, Access.AddItem(Server, reference, out var item));
        Assert.Equal(0, Access.AdviseSupervisory(Server, item));
        return item;
    }

    /// <summary>Advises an item, waits for the first value, and writes.</summary>
    public void Write(string reference, MxValue value)
    {
        var item = Advise(reference);
        Pass(Galaxy.Options.FirstValueDelay);
        Assert.Equal(0, Access.Write(Server, item, value, 0));
        Pass(Galaxy.Options.WriteDelay);
    }
}
