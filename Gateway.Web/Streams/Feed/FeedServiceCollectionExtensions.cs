using Gateway.Web.Access.Audit;
using Gateway.Web.Platform.Health;
using Gateway.Web.Platform.Settings;
using Gateway.Web.Streams.Feed.Cursors;
using Gateway.Web.Streams.Feed.Journal;
using Gateway.Web.Streams.Feed.Reading;
using Gateway.Web.Streams.Log;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Streams.Feed;

internal static class FeedServiceCollectionExtensions
{
    /// <summary>
    /// Adds the change feed. It needs the rooms Store, Audit, Access and Diagnostics. Rooms that record changes know <see
    /// cref="IFeed"/> only; entries of the audit trail reach the feed without further calls.
    /// </summary>
    public static IServiceCollection AddFeed(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<FeedOptions, FeedOptionsValidator>(configuration, FeedOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<FeedPaths>();
        services.TryAddSingleton<FeedState>();
        services.TryAddSingleton<FeedInbox>();
        services.TryAddSingleton<FeedMetrics>();
        services.TryAddSingleton<FeedJournal>();
        services.TryAddSingleton(provider => new ConfigurationWatch(() => provider.GetRequiredService<EffectiveConfiguration>().ToJson()));
        services.TryAddSingleton<KeptChanges>();
        services.TryAddSingleton<FeedDistributor>();
        services.TryAddSingleton<FeedCommitter>();
        services.TryAddSingleton<IFeed, FeedRecorder>();
        services.TryAddSingleton<FeedReach>();
        services.TryAddSingleton<FeedCursorStore>();
        services.TryAddSingleton<LogReaderRegistry>();
        services.TryAddSingleton<FeedDesk>();
        services.TryAddSingleton<FeedPaging>();
        services.TryAddSingleton<FeedExport>();
        services.AddHostedService<FeedWriter>();
        services.AddHostedService<FeedUpkeep>();
        services.AddHostedService<FeedStop>();
        services.AddHealthChecks().AddCheck<FeedHealthCheck>(FeedHealthCheck.Name, tags: [HealthTags.Ready]);
        services.Replace(ServiceDescriptor.Singleton<IAudit>(provider => new AuditFeed(
            provider.GetRequiredService<AuditTrail>(), provider.GetRequiredService<IFeed>(), provider.GetRequiredService<TimeProvider>())));
        return services;
    }
}
