using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Sessions.Timelines;

internal static class TimelinesServiceCollectionExtensions
{
    /// <summary>Adds what clients may read of the flight recorder. It needs the rooms of the recorder and the overview.</summary>
    public static IServiceCollection AddTimelines(this IServiceCollection services)
    {
        services.TryAddSingleton<RecorderSight>();
        services.TryAddSingleton<RecorderDesk>();
        return services;
    }
}
