using System.Diagnostics.Metrics;
using Gateway.Web.Platform.Settings;
using Gateway.Web.Sessions.Lifetime;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Sessions.Overview;

internal static class OverviewServiceCollectionExtensions
{
    /// <summary>Adds the overview. It needs the rooms of sessions, the cluster, the change feed, alarms, keys and health checks.</summary>
    public static IServiceCollection AddOverview(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<OverviewOptions, OverviewOptionsValidator>(configuration, OverviewOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new OverviewMetrics(provider.GetRequiredService<IMeterFactory>(), () => QueuedOf(provider.GetRequiredService<SessionManager>())));
        services.TryAddSingleton<FaultRing>();
        services.TryAddSingleton<LogFigures>();
        services.TryAddSingleton<ProcessFigures>();
        services.TryAddSingleton<NodeFigures>();
        services.TryAddSingleton<HealthFigures>();
        services.TryAddSingleton<SampleParts>();
        services.TryAddSingleton<SampleTaker>();
        services.TryAddSingleton<OverviewSource>();
        services.TryAddSingleton<OverviewSight>();
        services.TryAddSingleton<OverviewDesk>();
        services.AddHostedService<OverviewClock>();
        return services;
    }

    private static long QueuedOf(SessionManager sessions) =>
        sessions.All.Sum(session => session.Distributor.Sample().Readers.Sum(reader => (long)reader.Channel.QueuedEvents));
}
