using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Distribution;

internal static class DistributionServiceCollectionExtensions
{
    public static IServiceCollection AddDistribution(this IServiceCollection services)
    {
        services.AddOptions<DistributionOptions>().BindConfiguration(DistributionOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DistributionOptions>, DistributionOptionsValidator>());
        services.TryAddSingleton<DistributionMetrics>();
        services.TryAddSingleton<StreamRequestValidator>();
        return services;
    }
}
