using Gateway.Web.Platform.Settings;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Gateway.Web.Platform.Telemetry;

internal static class TelemetryServiceCollectionExtensions
{
    private const string ServiceName = "gateway";

    /// <summary>
    /// Exports metrics and traces by OTLP, each when it has a receiver. Without a receiver for traces nothing listens to activities.
    /// </summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<TelemetryOptions, TelemetryOptionsValidator>(configuration, TelemetryOptions.Section);
        var receiver = new OtlpReceiver(configuration);

        // The variables come last, so that OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES override the gateway's own name.
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
