using Gateway.Web.Access.Tokens;
using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;

namespace Gateway.Web.Access.OutsideIssuer;

internal static class OutsideIssuerServiceCollectionExtensions
{
    /// <summary>Lets the gateway also accept the tokens of an outside issuer.</summary>
    public static IServiceCollection AddOutsideIssuer(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<OutsideIssuerOptions, OutsideIssuerOptionsValidator>(configuration, OutsideIssuerOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<OutsideDocuments>();
        services.TryAddSingleton<OutsideKeyReader>();
        services.TryAddSingleton(Manager);
        services.TryAddSingleton<OutsideKeys>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITrustedIssuer, OutsideTrustedIssuer>());
        return services;
    }

    private static ConfigurationManager<OutsideKeySet> Manager(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<OutsideIssuerOptions>>().Value;
        return new ConfigurationManager<OutsideKeySet>(
            OutsideAddress.MetadataOf(options), services.GetRequiredService<OutsideKeyReader>(), services.GetRequiredService<OutsideDocuments>())
        {
            AutomaticRefreshInterval = TimeSpan.FromMinutes(Math.Max(options.RefreshMinutes, OutsideIssuerOptions.LeastRefreshMinutes)),
            RefreshInterval = TimeSpan.FromSeconds(options.MinRefreshSeconds),
        };
    }
}
