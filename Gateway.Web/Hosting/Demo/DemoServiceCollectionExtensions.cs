using Gateway.Web.Platform.Settings;

namespace Gateway.Web.Hosting.Demo;

internal static class DemoServiceCollectionExtensions
{
    public static IServiceCollection AddDemo(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<DemoOptions, DemoOptionsValidator>(configuration, DemoOptions.Section);
        services.AddHostedService<DemoSession>();
        return services;
    }
}
