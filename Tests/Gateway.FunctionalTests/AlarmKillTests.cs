using System.Text.Json;
using Gateway.Contracts;
using Gateway.FunctionalTests.Hosting;
using Gateway.Serialization;
using Gateway.Testing;
using Microsoft.Data.Sqlite;

namespace Gateway.FunctionalTests;

[Trait("Size", "Long")]
public sealed class AlarmKillTests : IDisposable
{
    private const int Alarms = 40;
    private const int MostRunMs = 1_500;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gateway-alarms-");

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>
    /// kill -9 at random moments under 40 transitions a second. Each alarm is active for one second in two, so a transition that is lost or
    /// made twice shows in the order of its transitions or in the time between two raises.
    /// </summary>
    [Fact]
    public async Task A_killed_gateway_loses_no_transition_and_makes_none_twice()
    {
        var random = new Random(TestScale.Seed);
        string[] settings =
        [
            "Gateway:Workers:EnableAdoption=true", $"Gateway:Workers:Backends:simulator:GalaxyPath={WriteGalaxy()}", "Gateway:Alarms:Enabled=true",
            "Gateway:Alarms:Objects:0=Osc",
        ];
        var gateway = await GatewayProcess.StartAsync(settings);
        try
        {
            await Eventually.Async(() => Read(gateway).Count > Alarms, "the first transitions");
            for (var round = 0; round < TestScale.Of(quick: 3, soak: 100); round++)
            {
                await Pace.Async(TimeSpan.FromMilliseconds(random.Next(MostRunMs)));
                await gateway.KillAsync();
                var before = Read(gateway);
                gateway = await gateway.StartAgainAsync(settings);
                await Eventually.Async(() => Read(gateway).Count > before.Count + (2 * Alarms), $"transitions after round {round}; the gateway printed: {gateway.Output}");
                Check(Read(gateway));
            }
        }
        finally
        {
            // The next gateway ends the worker that this one leaves.
            await gateway.KillAsync();
            gateway = await gateway.StartAgainAsync("Gateway:Workers:EnableAdoption=false");
            await gateway.DisposeAsync();
        }
    }

    private static void Check(IReadOnlyList<AlarmTransition> log)
    {
        Assert.Equal(log.Select((_, index) => index + 1L), log.Select(one => one.Sequence));
        foreach (var alarm in log.GroupBy(one => one.Alarm.Reference))
        {
            var own = alarm.Where(one => one.Kind is AlarmTransitionKind.Raised or AlarmTransitionKind.Found or AlarmTransitionKind.Cleared).ToArray();
            Assert.All(own.Skip(1), one => Assert.NotEqual(AlarmTransitionKind.Found, one.Kind));
            Assert.All(own.Zip(own.Skip(1)), pair => Assert.NotEqual(IsClear(pair.First), IsClear(pair.Second)));
            var raises = own.Where(one => one.Kind == AlarmTransitionKind.Raised).Select(one => one.SourceTime!.Value).ToArray();
            Assert.All(raises.Zip(raises.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalSeconds, 1.2, 2.8));
        }
    }

    // What is seen first may be active or not.
    private static bool IsClear(AlarmTransition one) =>
        one.Kind == AlarmTransitionKind.Cleared || (one.Kind == AlarmTransitionKind.Found && one.Alarm.Condition == AlarmCondition.Normal);

    private static List<AlarmTransition> Read(GatewayProcess gateway)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(gateway.StoreDirectory, "alarms.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT Data FROM Transitions ORDER BY Sequence";
        using var rows = command.ExecuteReader();
        var log = new List<AlarmTransition>();
        while (rows.Read())
        {
            log.Add(JsonDocument.Parse(rows.GetString(0)).RootElement.GetProperty("transition").Deserialize<AlarmTransition>(GatewayJson.Options)!);
        }

        return log;
    }

    private string WriteGalaxy()
    {
        var names = Enumerable.Range(1, Alarms).Select(i => $"B{i:D2}").ToArray();
        var galaxy = new
        {
            name = "Oscillation",
            security = "free",
            objects = new[]
            {
                new
                {
                    name = "Osc",
                    attributes = names.ToDictionary(name => name, name => new { type = "Boolean", formula = $"during(0.{name[1..]}, 2, 1)" }),
                    alarms = names.ToDictionary(name => name, name => new { priority = 500, text = name }),
                },
            },
        };
        var path = Path.Combine(_directory.FullName, "oscillation.galaxy.json");
        File.WriteAllText(path, JsonSerializer.Serialize(galaxy));
        return path;
    }
}
