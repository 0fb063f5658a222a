using Gateway.Web.Platform.Settings;
using Gateway.Web.Streams.Alarms.Journal;
using Gateway.Web.Streams.Alarms.Reading;
using Gateway.Web.Streams.Log;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Streams.Alarms;

internal static class AlarmLogServiceCollectionExtensions
{
    /// <summary>Adds the log of alarm transitions and its readers. It needs the rooms Store and Access.</summary>
    public static IServiceCollection AddAlarmLog(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<AlarmLogOptions, AlarmLogOptionsValidator>(configuration, AlarmLogOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AlarmPaths>();
        services.TryAddSingleton<AlarmJournal>();
        services.TryAddSingleton<AlarmDistributor>();
        services.TryAddSingleton<AlarmReach>();
        services.TryAddSingleton<AlarmMetrics>();
        services.TryAddSingleton<AlarmLog>();
        services.TryAddSingleton<IAlarmFeed, AlarmFeed>();
        services.TryAddSingleton<LogReaderRegistry>();
        services.TryAddSingleton<AlarmDesk>();
        services.AddHostedService<AlarmLogKeeper>();
        return services;
    }
}
