using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.SessionStreams;

internal static class SessionStreamsServiceCollectionExtensions
{
    public static IServiceCollection AddSessionStreams(this IServiceCollection services)
    {
        services.TryAddSingleton<SessionsRequestValidator>();
        services.TryAddSingleton<SessionsStreams>();
        return services;
    }
}
