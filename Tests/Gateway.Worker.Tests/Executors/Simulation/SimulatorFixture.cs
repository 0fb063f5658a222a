using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Worker.Executors;
using Gateway.Worker.Executors.Simulation;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Worker.Tests.Executors.Simulation;

/// <summary>A simulator on a clock that the test controls.</summary>
public sealed class SimulatorFixture : IExecutorFixture
{
    private readonly SimulatorExecutor _executor;

    private SimulatorFixture(SimulatorOptions options)
    {
        Sink = new RecordingSink(Clock);
        _executor = new SimulatorExecutor(options, Clock);
    }

    public FakeTimeProvider Clock { get; } = new();

    public IExecutor Executor => _executor;

    public RecordingSink Sink { get; }

    public string WritableFloat => "Tank101.Level.Gain";

    public string Changing => "Tank101.Level.PV";

    public string ReadOnly => "Tank101.InFlow";

    public string StringArray => "Plant.Crew";

    public string Missing => "Tank101.NoSuchThing";

    public string Secured => "Tank101.InService";

    public string Verified => "Plant.EmergencyStop";

    public string Alarm => "Tank101.Level.Hi";

    public string UnsteadyAlarm => "AIT101.PH.Hi";

    public IReadOnlyList<(string Name, string Password)> Users { get; } = [("operator", "operator"), ("engineer", "engineer")];

    public static async Task<SimulatorFixture> StartAsync(SimulatorOptions? options = null)
    {
        var fixture = new SimulatorFixture(options ?? new SimulatorOptions { Deterministic = true, LoadItems = 20 });
        await fixture.Executor.StartAsync(fixture.Sink, CancellationToken.None).WithTimeout("the start of the simulator");
        return fixture;
    }

    public async Task PassTimeAsync(TimeSpan time)
    {
        Clock.Advance(time);

        // After this round trip the executor has done everything that was due.
        await Executor.ExecuteAsync(new MxCommand { Method = MxMethod.Ping }, CancellationToken.None).WithTimeout("a round trip");
    }

    /// <summary>Nothing falls due while the clock stands still.</summary>
    public Task WithWritesPendingAsync(Func<Task> steps) => steps();

    public ValueTask DisposeAsync() => _executor.DisposeAsync();
}
