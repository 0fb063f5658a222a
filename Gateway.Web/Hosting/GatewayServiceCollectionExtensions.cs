using Gateway.Web.Access;
using Gateway.Web.Adoption;
using Gateway.Web.Api;
using Gateway.Web.Audit;
using Gateway.Web.Commands;
using Gateway.Web.Demo;
using Gateway.Web.Diagnostics;
using Gateway.Web.Distribution;
using Gateway.Web.Feed;
using Gateway.Web.Feed.Api;
using Gateway.Web.Hardening;
using Gateway.Web.Hubs;
using Gateway.Web.Login;
using Gateway.Web.OutsideIssuer;
using Gateway.Web.Sessions;
using Gateway.Web.SessionStreams;
using Gateway.Web.Store;
using Gateway.Web.Telemetry;
using Gateway.Web.Tokens;
using Gateway.Web.Workers;

namespace Gateway.Web.Hosting;

internal static class GatewayServiceCollectionExtensions
{
    /// <summary>All rooms, in the order they start; they stop in the reverse order.</summary>
    public static IServiceCollection AddGateway(this IServiceCollection services, IConfiguration configuration) => services
        .AddHardening(configuration)
        .AddStore(configuration)
        .AddAudit(configuration)
        .AddFeed(configuration)
        .AddOutsideIssuer(configuration)
        .AddAccess(configuration)
        .AddLogin(configuration)
        .AddDiagnostics(configuration)
        .AddTelemetry(configuration)
        .AddWorkers(configuration)
        .AddDistribution(configuration)
        .AddCommands(configuration)
        .AddSessions(configuration)
        .AddSessionStreams()
        .AddAdoption()
        .AddTokens()
        .AddApi()
        .AddHubs(configuration)
        .AddDemo(configuration)
        .AddHostedService<StartupBanner>();

    public static WebApplication MapGateway(this WebApplication app)
    {
        app.UseHardening();
        app.UseSecurityHeaders();
        app.UseApiErrors();
        app.UseStoppingGuard();
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.UseRouting();
        app.UseRequestLimits();
        app.UseAccess();
        app.MapDiagnostics();
        app.MapApi();
        app.MapFeed();
        app.MapLogin();
        app.MapDrain();
        app.MapHubs();
        return app;
    }
}
