using Gateway.Web.Diagnostics;

namespace Gateway.Web.Demo;

internal static class DemoServiceCollectionExtensions
{
    public static IServiceCollection AddDemo(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<DemoOptions, DemoOptionsValidator>(configuration, DemoOptions.Section);
        services.AddHostedService<DemoSession>();
        return services;
    }
}
