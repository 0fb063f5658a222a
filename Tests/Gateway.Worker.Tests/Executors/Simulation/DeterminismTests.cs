using Gateway.Contracts;
using Gateway.Values;
using Gateway.Worker.Executors.Simulation;

namespace Gateway.Worker.Tests.Executors.Simulation;

public sealed class DeterminismTests
{
    [Fact]
    public async Task The_same_seed_and_clock_steps_give_the_same_events()
    {
        var first = await RunAsync(7);
        Assert.True(first.Count > 500, $"{first.Count} events are too few to say anything");
        Assert.Equal(first, await RunAsync(7));
    }

    [Fact]
    public async Task Another_seed_gives_other_events() => Assert.NotEqual(await RunAsync(7), await RunAsync(8));

    private static async Task<IReadOnlyList<string>> RunAsync(long seed)
    {
        await using var fixture = await SimulatorFixture.StartAsync(
            new SimulatorOptions { Deterministic = true, Seed = seed, LoadItems = 20, LoadRate = 40 });
        var driver = new ExecutorDriver(fixture);
        var server = await driver.RegisterAsync();
        await driver.RunAsync(new MxCommand
        {
            Method = MxMethod.SubscribeBulk,
            ServerHandle = server,
            ItemDefinitions =
            [
                "Tank101.Level.PV", "Tank101.Level.SP", "Pump101.Vibration", "AIT101.PH.PV", "Tank101.TemperatureProfile[]",
                "Platform01.CPULoad", "Load.Item0001", "Load.Item0002", "Pump102.State", "Nothing.AtAll",
            ],
        });
        await driver.PassAsync(TimeSpan.FromSeconds(5));
        await driver.WriteAsync(server, 2, MxValue.FromFloat(70));

        // Although time has jumped, no scan is left out in this mode.
        fixture.Clock.Advance(TimeSpan.FromSeconds(40));
        await driver.PassAsync(TimeSpan.FromSeconds(5));
        return [.. fixture.Sink.Events.Select(recorded => recorded.Describe())];
    }
}
