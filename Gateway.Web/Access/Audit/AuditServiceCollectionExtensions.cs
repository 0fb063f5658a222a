using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Access.Audit;

internal static class AuditServiceCollectionExtensions
{
    /// <summary>The audit trail. It needs the store. Other rooms use only <see cref="IAudit"/>.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<AuditOptions, AuditOptionsValidator>(configuration, AuditOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AuditMetrics>();
        services.TryAddSingleton<AuditTrail>();
        services.TryAddSingleton<IAudit>(provider => provider.GetRequiredService<AuditTrail>());
        services.TryAddSingleton<AuditQuery>();
        services.TryAddSingleton<AuditSweeper>();
        services.AddHostedService<AuditWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditSweeper>());
        return services;
    }
}
