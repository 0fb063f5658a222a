using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Keys;
using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Cluster.Trust;

internal static class TrustServiceCollectionExtensions
{
    /// <summary>
    /// Lets an edge know that the owners of its sites sign the tokens. Whatever signs or checks tokens needs it, offline commands too. It is added
    /// after access.
    /// </summary>
    public static IServiceCollection AddSiteTrust(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<ClusterOptions, ClusterOptionsValidator>(configuration, ClusterOptions.Section);
        services.TryAddSingleton<TrustedSites>();
        services.TryAddSingleton<EdgeKeys>();
        // An owner has one site. An edge takes its conditions from the sites.
        services.TryAddSingleton(provider => provider.GetRequiredService<TrustedSites>().All[0].Condition);
        services.Replace(ServiceDescriptor.Singleton<IOwnerDuties>(provider =>
            IsEdge(provider) ? ActivatorUtilities.CreateInstance<SiteDuties>(provider) : new LocalDuties()));
        services.Replace(ServiceDescriptor.Singleton<ITokenKeys>(provider =>
            IsEdge(provider) ? provider.GetRequiredService<EdgeKeys>() : provider.GetRequiredService<SigningKeyRing>()));
        return services;
    }

    private static bool IsEdge(IServiceProvider provider) => provider.GetRequiredService<IOptions<ClusterOptions>>().Value.IsEdge;
}
