using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;
using Xunit.Abstractions;

namespace Gateway.FunctionalTests;

[Trait("Size", "Long")]
public sealed class AlarmHistoryTests(ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gateway-history-");

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>
    /// Alarms are raised, cleared, acknowledged here and elsewhere, shelved and of bad quality at random, while workers are killed, the
    /// gateway is killed with -9, and readers lose their connections.
    /// </summary>
    [Fact]
    public async Task Every_table_is_the_plant_at_any_time_and_no_transition_is_lost_or_made_twice()
    {
        var galaxy = Path.Combine(_directory.FullName, "history.galaxy.json");
        await File.WriteAllTextAsync(galaxy, AlarmHistory.Galaxy);
        for (var i = 0; i < TestScale.Of(quick: 1, soak: 40); i++)
        {
            var seed = TestScale.Seed + i;
            output.WriteLine($"GATEWAY_SEED={seed}");
            await using var gateway = await MonitoredGateway.StartAsync($"Gateway:Workers:Backends:simulator:GalaxyPath={galaxy}", "Gateway:Alarms:Objects:0=Rig");
            await using var proxy = new ChaosProxy(gateway.Process.Url);
            await using var history = new AlarmHistory(gateway, proxy, new Random(seed));
            await history.RunAsync(TestScale.Of(quick: 60, soak: 200));
        }
    }
}
