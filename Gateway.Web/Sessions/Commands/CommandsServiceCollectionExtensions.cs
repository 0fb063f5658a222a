using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Sessions.Commands;

internal static class CommandsServiceCollectionExtensions
{
    public static IServiceCollection AddCommands(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<CommandOptions, CommandOptionsValidator>(configuration, CommandOptions.Section);
        services.TryAddSingleton<CommandMetrics>();
        services.TryAddSingleton<CommandDispatcherFactory>();
        return services;
    }
}
