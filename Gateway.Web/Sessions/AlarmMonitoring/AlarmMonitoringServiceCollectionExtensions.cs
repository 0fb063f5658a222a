using Gateway.Web.Platform.Health;
using Gateway.Web.Platform.Settings;
using Gateway.Web.Streams.Alarms;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Sessions.AlarmMonitoring;

internal static class AlarmMonitoringServiceCollectionExtensions
{
    /// <summary>Adds the monitor of alarms. It needs the rooms Sessions, Adoption and Alarms, and does nothing unless it is enabled.</summary>
    public static IServiceCollection AddAlarmMonitoring(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<AlarmMonitorOptions, AlarmMonitorOptionsValidator>(configuration, AlarmMonitorOptions.Section);
        services.TryAddSingleton<MonitorFeed>();
        services.TryAddSingleton<MonitorStatus>();
        services.TryAddSingleton<MonitorSessionSource>();
        services.TryAddSingleton<MonitorRunFactory>();
        services.TryAddSingleton<AlarmCommandTrail>();
        services.TryAddSingleton<MonitorCommands>();
        services.TryAddSingleton<IAlarmCommands, AlarmCommands>();
        services.AddHostedService<MonitorService>();
        services.AddHealthChecks().AddCheck<MonitorHealthCheck>(MonitorHealthCheck.Name, tags: [HealthTags.Ready]);
        return services;
    }
}
