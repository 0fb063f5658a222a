using OpenTelemetry.Exporter;

namespace Gateway.Web.Platform.Telemetry;

/// <summary>
/// Which signals are exported by OTLP, and to which address. This is known at registration, so a signal that is not exported costs
/// nothing.
/// </summary>
internal sealed class OtlpReceiver(IConfiguration configuration)
{
    private readonly string? _own = configuration.GetSection(TelemetryOptions.Section)[nameof(TelemetryOptions.OtlpEndpoint)];

    /// <returns>Null when the text is not the address of a receiver. Credentials in the address are refused, because the effective
    /// configuration would show them.</returns>
    public static Uri? AddressOf(string? endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri is { UserInfo: "", Query: "", Fragment: "" }
            ? uri
            : null;

    /// <param name="signal"><c>metrics</c> or <c>traces</c>.</param>
    public bool Takes(string signal) =>
        !string.IsNullOrEmpty(_own)
        || !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])
        || !string.IsNullOrEmpty(configuration[$"OTEL_EXPORTER_OTLP_{signal.ToUpperInvariant()}_ENDPOINT"]);

    /// <summary>Applies the gateway's own setting. Without it the standard variables apply, which the exporter reads itself.</summary>
    public void Apply(OtlpExporterOptions options, string signal)
    {
        if (AddressOf(_own) is { } address)
        {
            options.Protocol = OtlpExportProtocol.HttpProtobuf;
            options.Endpoint = new Uri($"{address.AbsoluteUri.TrimEnd('/')}/v1/{signal}");
        }
    }
}
