using Gateway.Web.Platform.Health;
using Gateway.Web.Sessions.Lifetime;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Sessions.Adoption;

internal static class AdoptionServiceCollectionExtensions
{
    /// <summary>
    /// Adds restarts without loss: the manifest, adoption of sessions, and planned stops. It needs the rooms Store, Audit, Workers and
    /// Sessions.
    /// </summary>
    public static IServiceCollection AddAdoption(this IServiceCollection services)
    {
        services.TryAddSingleton<StoredManifest>();
        services.Replace(ServiceDescriptor.Singleton<ISessionManifest>(provider => provider.GetRequiredService<StoredManifest>()));
        services.TryAddSingleton<Drain>();
        services.TryAddSingleton<LeftoverWorkers>();
        services.TryAddSingleton<AdoptionTrail>();
        services.TryAddSingleton<SessionTakeover>();
        services.AddHostedService<Adopter>();
        services.AddHostedService<ManifestUpkeep>();
        services.AddHealthChecks().AddCheck<DrainHealthCheck>(DrainHealthCheck.Name, tags: [HealthTags.Ready]);
        return services;
    }
}
