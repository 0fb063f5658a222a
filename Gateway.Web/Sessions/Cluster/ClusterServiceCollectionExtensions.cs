using Gateway.Web.Platform.Health;
using Gateway.Web.Sessions.Cluster.Edge;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Sessions.Cluster.Trust;
using Gateway.Web.Sessions.Lifetime;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Cluster;

internal static class ClusterServiceCollectionExtensions
{
    /// <summary>
    /// Adds the publishing of sessions to a site. It is added before the sessions, because it stops after them, and does nothing unless an
    /// address is set.
    /// </summary>
    public static IServiceCollection AddCluster(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSiteTrust(configuration);
        services.TryAddSingleton<OwnerIdentity>();
        services.TryAddSingleton<SessionSurvival>();
        services.TryAddSingleton<ClusterGate>();
        services.TryAddSingleton<ConditionBoard>();
        // An owner has one site. An edge takes its conditions from the board.
        services.TryAddSingleton(provider => provider.GetRequiredService<ConditionBoard>().All[0]);
        services.TryAddSingleton(provider => new HomeSite(provider.GetRequiredService<IOptions<ClusterOptions>>().Value is { IsOwner: true } own ? own.Site : null));
        services.TryAddSingleton<PublishingBacklog>();
        services.TryAddSingleton<ClusterMetrics>();
        services.TryAddSingleton<NatsConnector>();
        services.TryAddSingleton<OwnerLease>();
        services.TryAddSingleton<PublishedSessions>();
        services.TryAddSingleton<SiteDirectory>();
        services.TryAddSingleton<TrustSources>();
        services.TryAddSingleton<SnapshotAnswers>();
        services.TryAddSingleton<EdgeSubscribers>();
        services.TryAddSingleton<ClusterParts>();
        services.AddHostedService<ClusterService>();
        services.AddHostedService<TrustPublisher>();
        services.AddHostedService<EdgeTrustService>();
        services.TryAddSingleton<EdgeBacklog>();
        services.TryAddSingleton<EdgeMetrics>();
        services.TryAddSingleton<EdgeShared>();
        services.TryAddSingleton<EdgeSiteFactory>();
        services.AddHostedService<EdgeService>();
        services.AddHealthChecks().AddCheck<ClusterHealthCheck>(ClusterHealthCheck.Name, tags: [HealthTags.Ready]);
        return services;
    }
}
