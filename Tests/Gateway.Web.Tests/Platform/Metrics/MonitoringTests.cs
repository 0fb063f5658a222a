using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Testing;

namespace Gateway.Web.Tests.Platform.Metrics;

/// <summary>The dashboard for Grafana and the rules for Prometheus fit the metrics; the end-to-end tests run them in a real Prometheus.</summary>
public sealed partial class MonitoringTests
{
    private readonly KnownSeries _known = new();
    private readonly JsonElement _dashboard = JsonDocument.Parse(Text("dashboard.json")).RootElement;
    private readonly Match[] _alerts = Alert().Matches(Text("rules.yml")).ToArray();

    [Fact]
    public void The_dashboard_uses_only_metrics_labels_and_values_that_exist()
    {
        var targets = Panels().SelectMany(Targets).ToArray();
        Assert.NotEmpty(targets);
        Assert.Empty(targets.SelectMany(target => new PrometheusExpression(target.GetProperty("expr").GetString()!)
            .Unknown(_known, target.GetProperty("legendFormat").GetString()!)));
        Assert.Empty(Variables().Where(variable => variable.GetProperty("type").GetString() == "query")
            .SelectMany(variable => new PrometheusExpression(variable.GetProperty("definition").GetString()!).Unknown(_known, "")));
    }

    [Fact]
    public void The_rules_use_only_metrics_labels_and_values_that_exist()
    {
        Assert.NotEmpty(_alerts);
        Assert.Empty(_alerts.SelectMany(alert => new PrometheusExpression(alert.Groups["expr"].Value).Unknown(_known, alert.Groups["rest"].Value)));
    }

    [Fact]
    public void A_misspelt_metric_label_or_value_is_found()
    {
        string[] wrong =
        [
            "rate(gateway_feed_comitted_total[5m])", "gatway_sessions > 0", "sum by (methode) (gateway_command_duration_seconds_count)",
            "gateway_distribution_gaps_total{raeson=\"evicted\"}", "gateway_distribution_gaps_total{reason=\"evict\"}",
        ];
        Assert.All(wrong, text => Assert.NotEmpty(new PrometheusExpression(text).Unknown(_known, "")));
        Assert.NotEmpty(new PrometheusExpression("gateway_sessions").Unknown(_known, "{{reason}}"));
    }

    [Fact]
    public void The_dashboard_shows_every_metric()
    {
        var shown = string.Join('\n', Panels().SelectMany(Targets).Select(target => target.GetProperty("expr").GetString()));
        Assert.All(_known.Names.Select(name => Regex.Replace(name, "_(bucket|count|sum)$", "")), name => Assert.Contains(name, shown, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_panel_takes_its_data_source_from_the_variable_and_has_an_id_of_its_own()
    {
        Assert.Contains(Variables(), variable => variable.GetProperty("name").GetString() == "datasource" && variable.GetProperty("type").GetString() == "datasource");
        var sources = Panels().SelectMany(Targets).Concat(Panels().Where(panel => panel.TryGetProperty("targets", out _)))
            .Select(part => part.GetProperty("datasource").GetProperty("uid").GetString());
        Assert.All(sources, source => Assert.Equal("${datasource}", source));
        Assert.Distinct(Panels().Select(panel => panel.GetProperty("id").GetInt32()));
    }

    [Fact]
    public void Every_alert_has_what_an_operator_needs_and_tests_that_it_fires_and_does_not()
    {
        var tests = Text("rules.test.yml");
        var page = Text("README.md");
        Assert.Equal(Regex.Count(Text("rules.yml"), "- alert:"), _alerts.Length);
        Assert.All(_alerts, alert =>
        {
            var name = alert.Groups["name"].Value;
            Assert.Matches(@"for: \d+m\n", alert.Groups["rest"].Value);
            Assert.Matches(@"severity: (critical|warning)\n", alert.Groups["rest"].Value);
            Assert.Matches(@"summary: \S", alert.Groups["rest"].Value);
            Assert.Matches(@"description: >-\n +\S", alert.Groups["rest"].Value);
            Assert.Contains($"name: {name} fires", tests, StringComparison.Ordinal);
            Assert.Contains($"name: {name} does not fire", tests, StringComparison.Ordinal);
            Assert.Contains($"| `{name}` |", page, StringComparison.Ordinal);
        });
    }

    private static string Text(string file) => File.ReadAllText(Repository.File("Gateway.Web", "Platform", "Metrics", "Monitoring", file)).ReplaceLineEndings("\n");

    private JsonElement[] Panels() => [.. _dashboard.GetProperty("panels").EnumerateArray()];

    private JsonElement[] Variables() => [.. _dashboard.GetProperty("templating").GetProperty("list").EnumerateArray()];

    private static JsonElement[] Targets(JsonElement panel) => panel.TryGetProperty("targets", out var targets) ? [.. targets.EnumerateArray()] : [];

    [GeneratedRegex(@"- alert: (?<name>\w+)\n +expr: (?:>-\n)?(?<expr>(?:.*\n)+?)(?<rest> +for: (?:.*\n)+?)(?=  +- (?:alert|name):|\z)")]
    private static partial Regex Alert();
}
