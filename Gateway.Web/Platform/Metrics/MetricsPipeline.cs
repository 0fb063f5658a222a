using System.Diagnostics.Metrics;
using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;

namespace Gateway.Web.Platform.Metrics;

/// <summary>How the measurements of the gateway's meters become metrics: OpenTelemetry collects them for every exporter.</summary>
internal static class MetricsPipeline
{
    /// <summary>Collects the meters of this host whose name starts with <c>Gateway</c> and makes them readable as Prometheus text.</summary>
    public static IServiceCollection AddMetricsPipeline(this IServiceCollection services)
    {
        services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter($"{GatewayMeter.Name}*").AddPrometheusExporter(options =>
        {
            // The text holds the gateway's metrics and nothing about the library, and each scrape reads the present values.
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

        // Meters are found by their name in the whole process, which may run a second host. The options are read when the first
        // instrument comes, because the library builds its pipeline before they are checked.
        return instrument => ReferenceEquals(instrument.Meter.Scope, own)
            ? new MetricStreamConfiguration { CardinalityLimit = options.Value.MaxSeriesPerMetric }
            : MetricStreamConfiguration.Drop;
    }
}
