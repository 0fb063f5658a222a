using Gateway.Web.Platform.Telemetry;
using Microsoft.Extensions.Configuration;

namespace Gateway.Web.Tests.Platform.Telemetry;

public sealed class OtlpReceiverTests
{
    [Theory]
    [InlineData(null, false, false)]
    [InlineData("Gateway:Telemetry:OtlpEndpoint", true, true)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", true, true)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", false, true)]
    public void A_signal_is_exported_when_a_setting_names_its_receiver(string? setting, bool metrics, bool traces)
    {
        var configuration = new ConfigurationBuilder();
        if (setting is not null)
        {
            configuration.AddInMemoryCollection([new(setting, "http://127.0.0.1:4318")]);
        }

        var receiver = new OtlpReceiver(configuration.Build());

        Assert.Equal((metrics, traces), (receiver.Takes("metrics"), receiver.Takes("traces")));
    }
}
