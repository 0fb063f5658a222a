using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Keys;
using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Cluster.Trust;

internal static class TrustServiceCollectionExtensions
{
    /// <summary>
    /// Lets an edge know that its site's owner signs the tokens. Whatever signs or checks tokens needs it, offline commands too. It is added
    /// after access.
    /// </summary>
    public static IServiceCollection AddSiteTrust(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<ClusterOptions, ClusterOptionsValidator>(configuration, ClusterOptions.Section);
        services.TryAddSingleton<SiteKeys>();
        services.TryAddSingleton<TrustCondition>();
        services.TryAddSingleton<RequestConnection>();
        services.Replace(ServiceDescriptor.Singleton<IOwnerDuties>(provider =>
            IsEdge(provider) ? ActivatorUtilities.CreateInstance<SiteDuties>(provider) : new LocalDuties()));
        services.Replace(ServiceDescriptor.Singleton<ITokenKeys>(provider =>
            IsEdge(provider) ? provider.GetRequiredService<SiteKeys>() : provider.GetRequiredService<SigningKeyRing>()));
        return services;
    }

    private static bool IsEdge(IServiceProvider provider) => provider.GetRequiredService<IOptions<ClusterOptions>>().Value.IsEdge;
}
