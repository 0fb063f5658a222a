using Gateway.Web.Platform.Recorder;
using Gateway.Web.Platform.Settings;
using Gateway.Web.Streams.Feed;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Sessions.Lifetime;

internal static class SessionsServiceCollectionExtensions
{
    public static IServiceCollection AddSessions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<SessionOptions, SessionOptionsValidator>(configuration, SessionOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IFeed, NoFeed>();
        services.TryAddSingleton<FlightRecorder>();
        services.TryAddSingleton<SessionMetrics>();
        services.TryAddSingleton<OpenSessionValidator>();
        services.TryAddSingleton<ISessionManifest, NoManifest>();
        services.TryAddSingleton<SessionWatch>();
        services.TryAddSingleton<SessionConditionFactory>();
        services.TryAddSingleton<SessionAssembler>();
        services.TryAddSingleton(new HomeSite(null));
        services.TryAddSingleton<SessionFactory>();
        services.TryAddSingleton<SessionRegister>();
        services.TryAddSingleton<UnknownSites>();
        services.TryAddSingleton<SessionManager>();
        services.TryAddSingleton<SessionStreaming>();
        services.AddHostedService<SessionStop>();
        services.AddHostedService<SessionSweeper>();
        services.AddHostedService<SpareKeeper>();
        return services;
    }
}
