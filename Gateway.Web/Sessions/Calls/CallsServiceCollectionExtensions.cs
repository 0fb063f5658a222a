using Gateway.Web.Sessions.Calls.ItemValues;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Sessions.Calls;

internal static class CallsServiceCollectionExtensions
{
    public static IServiceCollection AddSessionCalls(this IServiceCollection services)
    {
        services.TryAddSingleton<SessionDirectory>();
        services.TryAddSingleton<CommandInvoker>();
        services.TryAddSingleton<SessionTagger>();
        services.TryAddSingleton<SessionChanges>();
        services.TryAddSingleton<SessionDesk>();
        services.TryAddSingleton<OperatorDesk>();
        services.TryAddSingleton<StreamDesk>();
        services.TryAddSingleton<RegistrationDesk>();
        services.TryAddSingleton<ValueReader>();
        services.TryAddSingleton<WriteClock>();
        services.TryAddSingleton<ValueWriter>();
        return services;
    }
}
