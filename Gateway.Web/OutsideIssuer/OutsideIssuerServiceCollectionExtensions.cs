using Gateway.Web.Access;
using Gateway.Web.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.OutsideIssuer;

internal static class OutsideIssuerServiceCollectionExtensions
{
    /// <summary>Lets the check of tokens accept those of an outside issuer too. Before <c>AddAccess</c>, which brings a stand-in.</summary>
    public static IServiceCollection AddOutsideIssuer(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<OutsideIssuerOptions, OutsideIssuerOptionsValidator>(configuration, OutsideIssuerOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<OutsideKeySource>();
        services.TryAddSingleton<OutsideKeys>();
        services.TryAddSingleton<IOutsideTokens, OutsideTokenValidator>();
        return services;
    }
}
