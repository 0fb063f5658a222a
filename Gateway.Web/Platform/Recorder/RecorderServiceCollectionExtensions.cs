using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Platform.Recorder;

internal static class RecorderServiceCollectionExtensions
{
    /// <summary>Adds the flight recorder. Rooms that write into it work without this call too, with its default options.</summary>
    public static IServiceCollection AddRecorder(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<RecorderOptions, RecorderOptionsValidator>(configuration, RecorderOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<FlightRecorder>();
        return services;
    }
}
