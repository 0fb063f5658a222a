using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Streams.Events;

internal static class DistributionServiceCollectionExtensions
{
    public static IServiceCollection AddDistribution(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<DistributionOptions, DistributionOptionsValidator>(configuration, DistributionOptions.Section);
        services.TryAddSingleton<DistributionMetrics>();
        services.TryAddSingleton<EventDistributorFactory>();
        services.TryAddSingleton<StreamRequestValidator>();
        return services;
    }
}
