using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Login;
using Gateway.Web.Access.OutsideIssuer;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Front.Api;
using Gateway.Web.Front.Hardening;
using Gateway.Web.Front.Hubs;
using Gateway.Web.Hosting.Demo;
using Gateway.Web.Platform.Metrics;
using Gateway.Web.Platform.Recorder;
using Gateway.Web.Platform.Store;
using Gateway.Web.Platform.Telemetry;
using Gateway.Web.Sessions.Adoption;
using Gateway.Web.Sessions.AlarmMonitoring;
using Gateway.Web.Sessions.Calls;
using Gateway.Web.Sessions.Catalogue;
using Gateway.Web.Sessions.Cluster;
using Gateway.Web.Sessions.Commands;
using Gateway.Web.Sessions.Forwarding;
using Gateway.Web.Sessions.ItemSets;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Sessions.MultiSession;
using Gateway.Web.Sessions.Overview;
using Gateway.Web.Sessions.Timelines;
using Gateway.Web.Sessions.Workers;
using Gateway.Web.Streams.Alarms;
using Gateway.Web.Streams.Events;
using Gateway.Web.Streams.Feed;

namespace Gateway.Web.Hosting;

internal static class GatewayServiceCollectionExtensions
{
    /// <summary>All rooms, in the order in which they start; they stop in the reverse order.</summary>
    public static IServiceCollection AddGateway(this IServiceCollection services, IConfiguration configuration) => services
        .AddHardening(configuration)
        .AddRecorder(configuration)
        .AddStore(configuration)
        .AddAudit(configuration)
        .AddFeed(configuration)
        .AddAlarmLog(configuration)
        .AddOutsideIssuer(configuration)
        .AddAccess(configuration)
        .AddLogin(configuration)
        .AddDiagnostics(configuration)
        .AddTelemetry(configuration)
        .AddWorkers(configuration)
        .AddDistribution(configuration)
        .AddCommands(configuration)
        .AddCluster(configuration)
        .AddSessions(configuration)
        .AddOverview(configuration)
        .AddTimelines()
        .AddItemSets(configuration)
        .AddMultiSession()
        .AddSessionCalls()
        .AddForwarding()
        .AddCatalogue(configuration)
        .AddAdoption()
        .AddAlarmMonitoring(configuration)
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
        app.UsePrefixedPage();
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.UseRouting();
        app.UseRequestLimits();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapDiagnostics();
        app.MapApi();
        app.MapSessions();
        app.MapFeed();
        app.MapAlarms();
        app.MapItems();
        app.MapLogin();
        app.MapStatus();
        app.MapRecorder();
        app.MapOperator();
        app.MapItemSets();
        app.MapDrain();
        app.MapHubs();
        return app;
    }
}
