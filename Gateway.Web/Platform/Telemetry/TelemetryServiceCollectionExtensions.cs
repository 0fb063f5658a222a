using Gateway.Web.Platform.Settings;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Gateway.Web.Platform.Telemetry;

internal static class TelemetryServiceCollectionExtensions
{
    private const string ServiceName = "gateway";

    /// <summary>Export of metrics and traces by OTLP, of those that have a receiver. Without one nothing listens to activities.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<TelemetryOptions, TelemetryOptionsValidator>(configuration, TelemetryOptions.Section);
        var receiver = new OtlpReceiver(configuration);

        // The variables last: OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES go before the gateway's own name.
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(ServiceName).AddTelemetrySdk().AddEnvironmentVariableDetector());
        if (receiver.Takes("metrics"))
        {
            telemetry.WithMetrics(metrics => metrics.AddOtlpExporter(options => receiver.Apply(options, "metrics")));
        }

        if (receiver.Takes("traces"))
        {
            telemetry.WithTracing(traces => traces
                .AddSource(GatewaySpans.SourceName, GatewaySpans.HubSourceName)
                .AddOtlpExporter(options => receiver.Apply(options, "traces")));
        }

        return services;
    }
}
