using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Platform.Telemetry;

internal sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options) => new OptionFaults(TelemetryOptions.Section)
        .Require(
            options.OtlpEndpoint.Length == 0 || OtlpReceiver.AddressOf(options.OtlpEndpoint) is not null,
            nameof(options.OtlpEndpoint),
            "must be the absolute http or https address of an OTLP receiver, without credentials, query or fragment; headers go into OTEL_EXPORTER_OTLP_HEADERS.")
        .ToResult();
}
