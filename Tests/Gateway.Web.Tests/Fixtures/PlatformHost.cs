using System.Net;
using System.Net.Http.Headers;
using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Front.Api;
using Gateway.Web.Front.Hardening;
using Gateway.Web.Platform.Metrics;
using Gateway.Web.Platform.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>
/// Store, access and metrics in an in-memory server, with endpoints that show the caller. It records its log at every level.
/// </summary>
internal sealed class PlatformHost : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly WebApplication _app;

    public PlatformHost(params (string Key, string Value)[] settings)
        : this(_ => { }, settings)
    {
    }

    public PlatformHost(Action<IServiceCollection> configure, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = _directory.Path });
        builder.Configuration.AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddStore(builder.Configuration).AddAudit(builder.Configuration).AddAccess(builder.Configuration).AddTokens()
            .AddApi().AddDiagnostics(builder.Configuration);
        configure(builder.Services);
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(Logs);
        _app = builder.Build();
        _app.UseSecurityHeaders();
        _app.Use(WithRemoteAddress);
        _app.UseRouting();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.MapDiagnostics();
        _app.MapGet("/api/who", (HttpContext context) => context.User.ToCaller()!.Subject);
        _app.MapGet(HubContract.Path, (HttpContext context) => context.User.ToCaller()!.Subject);
        _app.MapGet("/open", () => "open").AllowAnonymous();
    }

    /// <summary>Address from which requests appear to come; the in-memory server has none.</summary>
    public IPAddress? RemoteAddress { get; set; }

    public TestClock Clock { get; } = new();

    public RecordingLogs Logs { get; } = new();

    public IServiceProvider Services => _app.Services;

    public TokenIssuer Issuer => Services.GetRequiredService<TokenIssuer>();

    public static async Task<PlatformHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var host = new PlatformHost(settings);
        await host.StartAsync();
        return host;
    }

    public Task StartAsync() => _app.StartAsync(Patience.Token).WithTimeout("start of the host");

    /// <param name="token">Sent as the bearer token; null sends none.</param>
    public HttpClient Client(string? token = null)
    {
        var client = _app.GetTestClient();
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public IssuedToken Issue(params string[] scopes) =>
        Issuer.Issue(new TokenRequest { Subject = "ada", Scopes = scopes, Lifetime = TimeSpan.FromHours(1) });

    /// <summary>Replaces the database while the host is running. The files themselves stay whole, because a connection that is still open has them mapped.</summary>
    public void DamageStore()
    {
        TestPools.Clear(_directory.File(".data", "gateway.db"));
        foreach (var file in Directory.GetFiles(_directory.File(".data"), "gateway.db*").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            File.Delete(file);
            File.WriteAllText(file, new string('x', 8192));
        }
    }

    private Task WithRemoteAddress(HttpContext context, RequestDelegate next)
    {
        context.Connection.RemoteIpAddress = RemoteAddress;
        return next(context);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(Patience.Token).WithTimeout("stop of the host");
        await _app.DisposeAsync();
        TestPools.Clear(_directory.File(".data", "gateway.db"));
        _directory.Dispose();
    }
}
