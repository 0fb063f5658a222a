using System.Diagnostics.Metrics;
using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;

namespace Gateway.Web.Platform.Metrics;

/// <summary>Turns the measurements of the gateway's meters into metrics: OpenTelemetry collects them for all exporters.</summary>
internal static class MetricsPipeline
{
    /// <summary>
    /// Collects the meters of this host whose names start with <c>Gateway</c>, and makes them readable as Prometheus text.
    /// </summary>
    public static IServiceCollection AddMetricsPipeline(this IServiceCollection services)
    {
        services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter($"{GatewayMeter.Name}*").AddPrometheusExporter(options =>
        {
            // The text contains only the gateway's metrics and nothing about the library, and each scrape reads the current values.
            options.ScopeInfoEnabled = false;
            options.TargetInfoEnabled = false;
            options.ScrapeResponseCacheDurationMilliseconds = 0;
        }));
        return services.ConfigureOpenTelemetryMeterProvider((provider, metrics) => metrics.AddView(ViewOf(provider)));
    }

    private static Func<Instrument, MetricStreamConfiguration?> ViewOf(IServiceProvider provider)
    {
        var own = provider.GetRequiredService<IMeterFactory>();
        var options = provider.GetRequiredService<IOptions<DiagnosticsOptions>>();

        // Meters are found by name in the whole process, which may run a second host. The options are read when the first instrument
        // appears, because the library builds its pipeline before they are validated.
        return instrument => ReferenceEquals(instrument.Meter.Scope, own)
            ? new MetricStreamConfiguration { CardinalityLimit = options.Value.MaxSeriesPerMetric }
            : MetricStreamConfiguration.Drop;
    }
}
