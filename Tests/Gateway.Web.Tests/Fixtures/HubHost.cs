using System.Security.Claims;
using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Front.Hubs;
using Gateway.Web.Hosting;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Sessions.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>
/// The whole gateway with its real hub, in memory, with fake workers over real pipes. <see cref="ConnectAsync"/> adds callers.
/// </summary>
internal sealed class HubHost : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly WebApplication _app;

    private HubHost()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = _directory.Path });
        builder.Configuration.AddInMemoryCollection(
            [.. PatientSettings.All, new("Gateway:Workers:StartStaggerMs", "0"), new("Gateway:Sessions:MaxSessions", "20")]);
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton<IWorkerLauncher>(Launcher);
        builder.Services.AddGateway(builder.Configuration);
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddProvider(Logs);
        _app = builder.Build();
        _app.MapGateway();
    }

    public FakeLauncher Launcher { get; } = new();

    public RecordingLogs Logs { get; } = new();

    private HubConnectionHandler<GatewayHub> Hub => _app.Services.GetRequiredService<HubConnectionHandler<GatewayHub>>();

    public SessionManager Sessions => _app.Services.GetRequiredService<SessionManager>();

    public static async Task<HubHost> StartAsync()
    {
        var host = new HubHost();
        await host._app.StartAsync(Patience.Token).WithTimeout("start of the host");
        return host;
    }

    /// <summary>Connects a caller with a real token of these scopes.</summary>
    public async Task<HubCaller> ConnectAsync(string subject, params string[] scopes) => new(Hub, await UserAsync(subject, scopes));

    /// <summary>As <see cref="ConnectAsync"/>, for messages of the test's own in one of the hub protocols.</summary>
    public async Task<MessageCaller> ConnectInAsync(string protocol, string subject, params string[] scopes) => new(Hub, await UserAsync(subject, scopes), protocol);

    /// <summary>The hub protocol as a new connection gets it.</summary>
    public IHubProtocol ProtocolOf(string name) => _app.Services.GetRequiredService<IHubProtocolResolver>().GetProtocol(name, null)!;

    /// <summary>The endpoints below <c>/api</c> that may take a body.</summary>
    public IEnumerable<RouteEndpoint> BodyEndpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal)
            && endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Any(method => method is "POST" or "PUT" or "PATCH"));

    public Task<Session> OpenAsync(string owner) => Sessions.OpenAsync(new OpenSessionRequest(), owner, Patience.Token).WithTimeout("a session to open");

    private async Task<ClaimsPrincipal> UserAsync(string subject, string[] scopes)
    {
        var issued = _app.Services.GetRequiredService<TokenIssuer>().Issue(
            new TokenRequest { Subject = subject, Scopes = scopes, Lifetime = TimeSpan.FromHours(1) });
        var validation = await _app.Services.GetRequiredService<TokenValidator>().ValidateAsync(issued.Token, Patience.Token);
        return new ClaimsPrincipal(new CallerIdentity(validation.Caller!));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(Patience.Token).WithTimeout("stop of the host");
        await _app.DisposeAsync();
        TestPools.Clear(_directory.File(".data", "gateway.db"));
        _directory.Dispose();
    }
}
