using Gateway.Web.Platform.Health;
using Gateway.Web.Sessions.Cluster.Edge;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Sessions.Cluster.Trust;
using Microsoft.Extensions.DependencyInjection.Extensions;

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
        services.TryAddSingleton<ClusterCondition>();
        services.TryAddSingleton<PublishingBacklog>();
        services.TryAddSingleton<ClusterMetrics>();
        services.TryAddSingleton<NatsConnector>();
        services.TryAddSingleton<OwnerLease>();
        services.TryAddSingleton<PublishedSessions>();
        services.TryAddSingleton<SiteDirectory>();
        services.TryAddSingleton<TrustSources>();
        services.TryAddSingleton<TrustFollower>();
        services.TryAddSingleton<SnapshotAnswers>();
        services.TryAddSingleton<ClusterParts>();
        services.AddHostedService<ClusterService>();
        services.AddHostedService<TrustPublisher>();
        services.AddHostedService<EdgeTrustService>();
        services.TryAddSingleton<EdgeMetrics>();
        services.TryAddSingleton<EdgeReport>();
        services.TryAddSingleton<EdgeParts>();
        services.TryAddSingleton<EdgeSessions>();
        services.TryAddSingleton<DirectoryWatch>();
        services.TryAddSingleton<OwnerWatch>();
        services.TryAddSingleton<EdgeFollowers>();
        services.AddHostedService<EdgeService>();
        services.AddHealthChecks().AddCheck<ClusterHealthCheck>(ClusterHealthCheck.Name, tags: [HealthTags.Ready]);
        return services;
    }
}
