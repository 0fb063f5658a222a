using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;

namespace Gateway.Web.Tests.Platform.Telemetry;

public sealed class TelemetrySettingsTests
{
    [Fact]
    public async Task Without_a_receiver_nothing_listens_to_activities()
    {
        await using var host = await GatewayHost.StartAsync();
        Assert.Null(host.Services.GetService<TracerProvider>());
    }

    [Fact]
    public async Task With_a_receiver_activities_are_listened_to()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var host = await GatewayHost.StartAsync(("Gateway:Telemetry:OtlpEndpoint", collector.Address));
        Assert.NotNull(host.Services.GetService<TracerProvider>());
    }

    [Fact]
    public async Task A_wrong_address_is_reported_together_with_the_other_faults()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(
            () => GatewayHost.StartAsync(("Gateway:Telemetry:OtlpEndpoint", "collector:4318"), ("Gateway:Store:BusyTimeoutSeconds", "0")));

        Assert.All(["Gateway:Telemetry:OtlpEndpoint", "Gateway:Store:BusyTimeoutSeconds"], fault => Assert.Contains(fault, error.ToString(), StringComparison.Ordinal));
    }
}
