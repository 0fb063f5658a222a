using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Sessions.AlarmMonitoring;

[Trait("Size", "Long")]
public sealed class AlarmTextTests : IDisposable
{
    private const string Galaxy = """
        {
          "security": "free",
          "objects": [
            { "name": "Plant1", "attributes": { "Message": { "type": "String", "value": "The plant says so" }, "Number": { "type": "Integer", "value": 7 } } },
            {
              "name": "Tank1",
              "description": "A tank",
              "attributes": {
                "Desc": { "type": "String", "value": "What the tank says of itself" },
                "Level.PV": { "type": "Float", "value": 95, "unit": "%" },
                "A": { "type": "Boolean", "value": true }, "B": { "type": "Boolean", "value": true }, "C": { "type": "Boolean", "value": true },
                "D": { "type": "Boolean", "value": true }, "E": { "type": "Boolean", "value": true }, "F": { "type": "Boolean", "value": true }
              },
              "alarms": {
                "Level.Hi": { "limit": 80, "text": "Level is high." },
                "A": { "text": "me.Desc" },
                "B": { "text": "Plant1.Message" },
                "C": { },
                "D": { "text": "me.Nothing" },
                "E": { "text": "pump.overheated" },
                "F": { "text": "Plant1.Number" }
              }
            }
          ]
        }
        """;

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_text_of_an_alarm_is_what_it_states_or_refers_to_or_else_the_description_of_its_object()
    {
        var path = Path.Combine(_directory.Path, "texts.galaxy.json");
        await File.WriteAllTextAsync(path, Galaxy, Patience.Token);
        await using var plant = await MonitoredPlant.StartAsync(
            ("Gateway:Workers:Backends:simulator:GalaxyPath", path), ("Gateway:Alarms:Objects:1", "Tank1"), ("Gateway:Alarms:Include:1", "Tank1.*"));
        await plant.WatchingAsync();
        await Eventually.Async(() => Alarms(plant).Length == 7, "the alarms");
        Assert.Equal(
            [
                ("Tank1.A", "What the tank says of itself"), ("Tank1.B", "The plant says so"), ("Tank1.C", "A tank"), ("Tank1.D", null),
                ("Tank1.E", "pump.overheated"), ("Tank1.F", "Plant1.Number"), ("Tank1.Level.Hi", "Level is high."),
            ],
            Alarms(plant).Select(alarm => (alarm.Reference, alarm.Description)));
        Assert.Equal([null, null, null, null, null, null, "%"], Alarms(plant).Select(alarm => alarm.Unit));
    }

    private static Alarm[] Alarms(MonitoredPlant plant) =>
        [.. plant.Feed.Now(new AlarmRequest(), MonitoredPlant.Operator).Alarms.Where(alarm => alarm.Reference.StartsWith("Tank1.", StringComparison.Ordinal)).OrderBy(alarm => alarm.Reference, StringComparer.Ordinal)];
}
