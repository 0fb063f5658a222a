using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Diagnostics;

internal static class DiagnosticsServiceCollectionExtensions
{
    /// <summary>Metrics, health checks and the view of the effective configuration.</summary>
    public static IServiceCollection AddDiagnostics(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<DiagnosticsOptions, DiagnosticsOptionsValidator>(configuration, DiagnosticsOptions.Section);
        services.AddMetrics();
        services.AddHealthChecks();
        services.TryAddSingleton<EffectiveConfiguration>();
        services.TryAddSingleton<ProcessMetrics>();
        services.TryAddSingleton(provider => new MetricsCollector(
            provider.GetRequiredService<IMeterFactory>(),
            provider.GetRequiredService<IOptions<DiagnosticsOptions>>().Value.MaxSeriesPerMetric,
            provider.GetRequiredService<ILogger<MetricsCollector>>()));
        return services.AddHostedService<MetricsStartup>();
    }
}
