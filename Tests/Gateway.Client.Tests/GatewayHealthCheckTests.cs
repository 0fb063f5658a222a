using Gateway.Client.Tests.Fakes;
using Gateway.Errors;
using Gateway.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Client.Tests;

public sealed class GatewayHealthCheckTests
{
    [Fact]
    public async Task The_check_is_healthy_when_the_gateway_answers()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.MaxMessageBytes = 1_000_000;
        await using var container = Container(TestClient.Options(gateway));

        var report = await ReportOfAsync(container);

        Assert.Equal(HealthStatus.Healthy, report.Status);
        Assert.Equal("The gateway answers.", report.Entries["gateway"].Description);
    }

    [Fact]
    public async Task A_refused_token_fails_the_check_and_is_named()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.Refusals.Enqueue(401);
        await using var container = Container(TestClient.Options(gateway));

        var report = await ReportOfAsync(container);

        var entry = report.Entries["gateway"];
        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.StartsWith("Unauthenticated: The gateway refused the connection with HTTP status 401", entry.Description, StringComparison.Ordinal);
        Assert.Equal(GatewayErrorCode.Unauthenticated, Assert.IsType<GatewayException>(entry.Exception).Code);
    }

    [Fact]
    public async Task A_gateway_that_does_not_answer_in_five_seconds_fails_the_check_with_the_status_that_was_asked_for()
    {
        var clock = new DueClock(TimeSpan.Zero);
        var nobody = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        await using var container = Container(new GatewayClientOptions { Url = nobody, TimeProvider = clock }, HealthStatus.Degraded);

        var asking = ReportOfAsync(container);
        while (await clock.NextWaitAsync() != TimeSpan.FromSeconds(5))
        {
            // Other waits of the client begin as well.
        }

        clock.Advance(TimeSpan.FromSeconds(5));
        var entry = (await asking).Entries["gateway"];

        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Equal(
            "The gateway did not answer within 5 s; the connection is Connecting. Check that the gateway runs and that this machine reaches it.", entry.Description);
    }

    [Fact]
    public async Task A_check_may_be_of_a_client_with_a_key_and_have_tags()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.MaxMessageBytes = 1_000_000;
        var services = new ServiceCollection().AddLogging().AddKeyedGatewayClient("north", _ => TestClient.Options(gateway));
        services.AddHealthChecks().AddGatewayClient("north plant", "north", tags: ["ready"]);
        await using var container = services.BuildServiceProvider();

        var report = await container.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains("ready")).WithTimeout("the report");

        Assert.Equal(HealthStatus.Healthy, report.Entries["north plant"].Status);
    }

    [Fact]
    public async Task A_closed_client_fails_the_check()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var container = Container(TestClient.Options(gateway));
        await container.GetRequiredService<GatewayClient>().CloseAsync().WithTimeout("the client to close");

        var report = await ReportOfAsync(container);

        Assert.Equal("The client is closed.", report.Entries["gateway"].Description);
        Assert.Equal(HealthStatus.Unhealthy, report.Status);
    }

    private static ServiceProvider Container(GatewayClientOptions options, HealthStatus? failure = null)
    {
        var services = new ServiceCollection().AddLogging().AddGatewayClient(options);
        services.AddHealthChecks().AddGatewayClient(failureStatus: failure);
        return services.BuildServiceProvider();
    }

    private static Task<HealthReport> ReportOfAsync(ServiceProvider container) =>
        container.GetRequiredService<HealthCheckService>().CheckHealthAsync().WithTimeout("the report");
}
