using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Sessions.MultiSession;

internal static class MultiSessionServiceCollectionExtensions
{
    public static IServiceCollection AddMultiSession(this IServiceCollection services)
    {
        services.TryAddSingleton<MultiSessionRequestValidator>();
        services.TryAddSingleton<MultiSessionStreaming>();
        return services;
    }
}
