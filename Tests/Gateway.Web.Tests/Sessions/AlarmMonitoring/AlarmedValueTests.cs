using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Sessions.AlarmMonitoring;

[Trait("Size", "Long")]
public sealed class AlarmedValueTests : IDisposable
{
    private const string Galaxy = """
        {
          "security": "free",
          "objects": [
            {
              "name": "Tank1",
              "attributes": {
                "Level.PV": { "type": "Float", "value": 95 },
                "Flow": { "type": "Float", "value": 12 },
                "Valve.PV": { "type": "Float", "value": 1 },
                "Stuck": { "type": "Boolean", "value": true }
              },
              "alarms": {
                "Level.Hi": { "input": "Level.PV", "limit": 80 },
                "Level.Dev.Major": { "input": "Level.PV", "target": "50", "limit": 10 },
                "Flow.Hi": { "limit": 10 },
                "Valve.Fault": { "input": "Stuck" }
              }
            }
          ]
        }
        """;

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_value_of_an_alarm_is_that_of_the_item_that_it_watches()
    {
        var path = Path.Combine(_directory.Path, "values.galaxy.json");
        await File.WriteAllTextAsync(path, Galaxy, Patience.Token);
        await using var plant = await MonitoredPlant.StartAsync(
            ("Gateway:Workers:Backends:simulator:GalaxyPath", path), ("Gateway:Alarms:Objects:1", "Tank1"), ("Gateway:Alarms:Include:1", "Tank1.*"));
        await plant.WatchingAsync();
        await Eventually.Async(
            () => (ValueOf(plant, "Level.Hi"), ValueOf(plant, "Level.Dev.Major"), ValueOf(plant, "Flow.Hi")) == (95f, 95f, 12f),
            "the values of the alarms that have a limit");
        await Eventually.Async(() => Find(plant, "Valve.Fault") is not null, "the alarm whose item has another name");
        Assert.Null(ValueOf(plant, "Valve.Fault"));
    }

    private static float? ValueOf(MonitoredPlant plant, string name) => Find(plant, name)?.Value?.AsFloat();

    private static Alarm? Find(MonitoredPlant plant, string name) =>
        plant.Feed.Now(new AlarmRequest(), MonitoredPlant.Operator).Alarms.SingleOrDefault(alarm => alarm.Reference == $"Tank1.{name}");
}
