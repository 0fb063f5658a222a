using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Sessions.Catalogue;

internal static class CatalogueServiceCollectionExtensions
{
    /// <summary>Adds the finding of items. It needs the rooms of sessions and their calls.</summary>
    public static IServiceCollection AddCatalogue(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<CatalogueOptions, CatalogueOptionsValidator>(configuration, CatalogueOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CatalogueDirectory>();
        services.TryAddSingleton<ItemFinder>();
        return services;
    }
}
