using System.Text.Json.Nodes;
using Gateway.Web.Platform.Settings;

namespace Gateway.Web.Tests.Platform.Settings;

public sealed class OptionsViewTests
{
    [Fact]
    public void Secrets_are_replaced_and_all_else_is_shown()
    {
        var json = OptionsView.Of(new Sample());

        var expected = JsonNode.Parse("""
            {
              "name": "x",
              "count": 3,
              "on": true,
              "span": "00:00:05",
              "mode": "Friday",
              "marked": "***",
              "bindPassword": "***",
              "emptyPassword": "",
              "unsetPassword": null,
              "apiKeys": ["***", "***"],
              "tokenLifetime": "12:00:00",
              "raw": "***",
              "address": "https://***@host/path",
              "map": { "a": "1", "client_secret": "***" },
              "list": [1, 2],
              "inner": { "clientSecret": "***", "port": 389 }
            }
            """);
        Assert.True(JsonNode.DeepEquals(expected, json), json?.ToJsonString());
    }

    [Fact]
    public void A_cycle_ends() => Assert.NotNull(OptionsView.Of(new Cycle()));

    private sealed class Sample
    {
        public string Name { get; } = "x";

        public int Count { get; } = 3;

        public bool On { get; } = true;

        public TimeSpan Span { get; } = TimeSpan.FromSeconds(5);

        public DayOfWeek Mode { get; } = DayOfWeek.Friday;

        [Secret]
        public int Marked { get; } = 1234;

        public string BindPassword { get; } = "hunter2";

        public string EmptyPassword { get; } = "";

        public string? UnsetPassword { get; }

        public string[] ApiKeys { get; } = ["one", "two"];

        public TimeSpan TokenLifetime { get; } = TimeSpan.FromHours(12);

        public byte[] Raw { get; } = [1, 2];

        public string Address { get; } = "https://user:hunter2@host/path";

        public Dictionary<string, string> Map { get; } = new() { ["a"] = "1", ["client_secret"] = "hunter2" };

        public List<int> List { get; } = [1, 2];

        public Inner Inner { get; } = new();
    }

    private sealed class Inner
    {
        public string ClientSecret { get; } = "hunter2";

        public int Port { get; } = 389;
    }

    private sealed class Cycle
    {
        public Cycle Self => this;
    }
}
