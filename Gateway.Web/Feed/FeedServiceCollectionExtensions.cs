using Gateway.Web.Audit;
using Gateway.Web.Diagnostics;
using Gateway.Web.Feed.Cursors;
using Gateway.Web.Feed.Journal;
using Gateway.Web.Feed.Reading;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Feed;

internal static class FeedServiceCollectionExtensions
{
    /// <summary>
    /// The change feed. Needs the rooms Store, Audit, Access and Diagnostics. Those who make changes know <see cref="IFeed"/> only; what the
    /// audit trail is told reaches the feed by itself.
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
        services.TryAddSingleton<FeedDistributor>();
        services.TryAddSingleton<IFeed, FeedRecorder>();
        services.TryAddSingleton<FeedReach>();
        services.TryAddSingleton<FeedCursors>();
        services.TryAddSingleton<FeedStreams>();
        services.TryAddSingleton<FeedPages>();
        services.TryAddSingleton<FeedExport>();
        services.AddHostedService<FeedWriter>();
        services.AddHostedService<FeedUpkeep>();
        services.AddHealthChecks().AddCheck<FeedHealthCheck>(FeedHealthCheck.Name, tags: [HealthTags.Ready]);
        services.Replace(ServiceDescriptor.Singleton<IAudit>(provider => new AuditFeed(
            provider.GetRequiredService<AuditTrail>(), provider.GetRequiredService<IFeed>(), new FeedThrottle(provider.GetRequiredService<TimeProvider>()))));
        return services;
    }
}
