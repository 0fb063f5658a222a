namespace Gateway.Web.Platform.Telemetry;

/// <summary>
/// Where metrics and traces are sent. Section <c>Gateway:Telemetry</c>. The standard <c>OTEL_*</c> variables apply too; these settings
/// override them.
/// </summary>
internal sealed class TelemetryOptions
{
    public const string Section = "Gateway:Telemetry";

    /// <summary>
    /// Base address of an OTLP receiver that takes protobuf over HTTP, such as <c>http://127.0.0.1:4318</c>; <c>v1/metrics</c> and
    /// <c>v1/traces</c> are appended. When it is empty, nothing is sent, unless a standard variable names a receiver.
    /// </summary>
    public string OtlpEndpoint { get; set; } = "";
}
