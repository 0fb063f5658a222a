using Gateway.Web.Platform.Telemetry;

namespace Gateway.Web.Tests.Platform.Telemetry;

public sealed class TelemetryOptionsValidatorTests
{
    [Theory]
    [InlineData("")]
    [InlineData("http://127.0.0.1:4318")]
    [InlineData("https://collector.plant.example/otlp/")]
    public void Addresses_of_receivers_are_taken(string endpoint) =>
        Assert.True(new TelemetryOptionsValidator().Validate(null, new TelemetryOptions { OtlpEndpoint = endpoint }).Succeeded);

    [Theory]
    [InlineData("collector:4318")]
    [InlineData("/otlp")]
    [InlineData("ftp://collector")]
    [InlineData("http://ada:secret@collector")]
    [InlineData("http://collector?key=secret")]
    [InlineData("http://collector#part")]
    public void Others_are_refused_without_repeating_them(string endpoint)
    {
        var fault = Assert.Single(new TelemetryOptionsValidator().Validate(null, new TelemetryOptions { OtlpEndpoint = endpoint }).Failures!);
        Assert.StartsWith("Gateway:Telemetry:OtlpEndpoint must be", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault, StringComparison.Ordinal);
    }
}
