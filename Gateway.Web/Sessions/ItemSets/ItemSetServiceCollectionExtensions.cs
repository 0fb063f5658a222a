using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Sessions.ItemSets;

internal static class ItemSetServiceCollectionExtensions
{
    /// <summary>Adds the sets of items that users keep. It needs the rooms Store, Access and Audit.</summary>
    public static IServiceCollection AddItemSets(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<ItemSetOptions, ItemSetOptionsValidator>(configuration, ItemSetOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ItemSetStore>();
        services.TryAddSingleton<ItemSetDesk>();
        return services;
    }
}
