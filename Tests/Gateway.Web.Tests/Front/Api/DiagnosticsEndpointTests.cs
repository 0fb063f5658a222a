using System.Net;
using System.Text.Json.Nodes;
using Gateway.Web.Access.Callers;
using Gateway.Web.Platform.Health;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Web.Tests.Front.Api;

public sealed class DiagnosticsEndpointTests
{
    [Theory]
    [InlineData("/metrics", null, HttpStatusCode.Unauthorized)]
    [InlineData("/metrics", Scopes.AllSessions, HttpStatusCode.Forbidden)]
    [InlineData("/metrics", Scopes.Admin, HttpStatusCode.OK)]
    [InlineData("/metrics", Scopes.ReadMetrics, HttpStatusCode.OK)]
    [InlineData("/api/configuration", Scopes.ReadMetrics, HttpStatusCode.Forbidden)]
    [InlineData("/api/configuration", null, HttpStatusCode.Unauthorized)]
    [InlineData("/api/configuration", Scopes.AllSessions, HttpStatusCode.Forbidden)]
    [InlineData("/api/configuration", Scopes.Admin, HttpStatusCode.OK)]
    [InlineData("/health/live", null, HttpStatusCode.OK)]
    [InlineData("/health/ready", null, HttpStatusCode.OK)]
    public async Task Each_endpoint_has_its_rule_of_access(string path, string? scope, HttpStatusCode expected)
    {
        await using var host = await PlatformHost.StartAsync();
        host.RemoteAddress = IPAddress.Loopback;
        using var response = await host.Client(scope is null ? null : host.Issue(scope).Token).GetAsync(path, Patience.Token);
        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1", null, HttpStatusCode.OK)]
    [InlineData("::1", null, HttpStatusCode.OK)]
    [InlineData("::ffff:127.0.0.1", null, HttpStatusCode.OK)]
    [InlineData("10.0.0.1", null, HttpStatusCode.Unauthorized)]
    [InlineData(null, null, HttpStatusCode.Unauthorized)]
    [InlineData("127.0.0.1", "X-Forwarded-For", HttpStatusCode.Unauthorized)]
    [InlineData("127.0.0.1", "X-Original-Prefix", HttpStatusCode.Unauthorized)]
    [InlineData("127.0.0.1", "forwarded", HttpStatusCode.Unauthorized)]
    public async Task Metrics_are_open_to_this_machine_only_when_configured(string? address, string? header, HttpStatusCode expected)
    {
        await using var host = await PlatformHost.StartAsync(("Gateway:Diagnostics:MetricsAccess", "AdminOrLoopback"));
        host.RemoteAddress = address is null ? null : IPAddress.Parse(address);
        using var client = host.Client();
        if (header is not null)
        {
            client.DefaultRequestHeaders.Add(header, "for=10.0.0.1");
        }

        using var response = await client.GetAsync("/metrics", Patience.Token);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Metrics_of_the_rooms_are_in_the_text()
    {
        await using var host = await PlatformHost.StartAsync();
        await host.Client("a.b.c").GetAsync("/api/who", Patience.Token);

        using var response = await host.Client(host.Issue(Scopes.Admin).Token).GetAsync("/metrics", Patience.Token);

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var text = await response.Content.ReadAsStringAsync(Patience.Token);
        Assert.Contains("gateway_access_tokens_refused_total{reason=\"malformed\"} 1\n", text, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^gateway_process_memory_allocated_bytes_total [1-9]\d+$", text);
        Assert.Matches(@"(?m)^gateway_process_cpu_time_seconds_total \d+\.\d+$", text);
    }

    [Fact]
    public async Task Configuration_lists_every_room_with_what_is_in_effect()
    {
        await using var host = await PlatformHost.StartAsync(("Gateway:Access:Issuer", "plant-7"));

        var text = await host.Client(host.Issue(Scopes.Admin).Token).GetStringAsync("/api/configuration", Patience.Token);

        var json = JsonNode.Parse(text)!.AsObject();
        Assert.Equal(["Gateway:Access", "Gateway:Audit", "Gateway:Diagnostics", "Gateway:Store"], json.Select(section => section.Key));
        Assert.Equal("plant-7", (string?)json["Gateway:Access"]!["issuer"]);
        Assert.Equal("12:00:00", (string?)json["Gateway:Access"]!["startupTokenLifetime"]);
        Assert.Equal("Admin", (string?)json["Gateway:Diagnostics"]!["metricsAccess"]);
    }

    [Fact]
    public async Task Readiness_names_checks_and_states_but_no_details()
    {
        await using var host = new PlatformHost(services => services.AddHealthChecks()
            .AddCheck("workers", () => HealthCheckResult.Unhealthy("private detail"), tags: [HealthTags.Ready])
            .AddCheck("other", () => HealthCheckResult.Unhealthy("not asked")));
        await host.StartAsync();

        using var ready = await host.Client().GetAsync("/health/ready", Patience.Token);
        using var live = await host.Client().GetAsync("/health/live", Patience.Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(
            """{"status":"unhealthy","checks":{"store":"healthy","workers":"unhealthy"}}""",
            await ready.Content.ReadAsStringAsync(Patience.Token));
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Fact]
    public async Task Readiness_falls_when_the_store_is_gone()
    {
        await using var host = await PlatformHost.StartAsync();
        host.DamageStore();

        using var ready = await host.Client().GetAsync("/health/ready", Patience.Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
    }

    [Fact]
    public async Task All_faulty_options_of_all_rooms_are_reported_by_one_start()
    {
        await using var host = new PlatformHost(
            ("Gateway:Store:BusyTimeoutSeconds", "0"),
            ("Gateway:Access:Audience", ""),
            ("Gateway:Diagnostics:MaxSeriesPerMetric", "0"));

        var error = await Assert.ThrowsAnyAsync<Exception>(host.StartAsync);

        Assert.All(["Gateway:Store:BusyTimeoutSeconds", "Gateway:Access:Audience", "Gateway:Diagnostics:MaxSeriesPerMetric"],
            option => Assert.Contains(option, error.ToString(), StringComparison.Ordinal));
    }
}
