using Gateway.Web.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Commands;

internal static class CommandsServiceCollectionExtensions
{
    public static IServiceCollection AddCommands(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<CommandOptions, CommandOptionsValidator>(configuration, CommandOptions.Section);
        services.TryAddSingleton<CommandMetrics>();
        return services;
    }
}
