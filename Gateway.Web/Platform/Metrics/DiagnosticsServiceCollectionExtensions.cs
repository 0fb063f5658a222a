using Gateway.Web.Platform.Logging;
using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Platform.Metrics;

internal static class DiagnosticsServiceCollectionExtensions
{
    /// <summary>Metrics, health checks and the view of the effective configuration.</summary>
    public static IServiceCollection AddDiagnostics(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<DiagnosticsOptions, DiagnosticsOptionsValidator>(configuration, DiagnosticsOptions.Section);
        services.Replace(ServiceDescriptor.Singleton<ILoggerFactory, GuardedLoggerFactory>());
        services.AddMetrics();
        services.AddMetricsPipeline();
        services.AddHealthChecks();
        services.TryAddSingleton<EffectiveConfiguration>();
        services.TryAddSingleton<SettingsComparison>();
        services.TryAddSingleton<ProcessMetrics>();
        services.AddHostedService<UnknownSettingsWarning>();
        return services.AddHostedService<MetricsStartup>();
    }
}
