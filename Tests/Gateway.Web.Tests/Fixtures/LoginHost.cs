using System.Net;
using System.Net.Http.Json;
using Gateway.Testing;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Login;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Front.Api;
using Gateway.Web.Platform.Store;
using Gateway.Web.Tests.Access.Login;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>The rooms that log-in needs, in an in-memory server. It records its log at every level.</summary>
internal sealed class LoginHost : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly WebApplication _app;

    private LoginHost(IUserDirectory? users, IEnumerable<(string Key, string Value)> settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = _directory.Path });
        builder.Configuration.AddInMemoryCollection(settings.GroupBy(pair => pair.Key).Select(pairs => KeyValuePair.Create(pairs.Key, (string?)pairs.Last().Value)));
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<ILoginAudit>(Audit);
        if (users is not null)
        {
            builder.Services.AddSingleton(users);
        }

        builder.Services.AddStore(builder.Configuration).AddAudit(builder.Configuration).AddTokens().AddAccess(builder.Configuration).AddLogin(builder.Configuration).AddApi();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(Logs);
        _app = builder.Build();
        _app.Use((context, next) =>
        {
            context.Connection.RemoteIpAddress = RemoteAddress;
            return next(context);
        });
        _app.UseRouting();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.MapLogin();
        _app.MapGet("/api/who", (HttpContext context) => context.User.ToCaller()!.Subject);
    }

    public IPAddress? RemoteAddress { get; set; } = IPAddress.Parse("192.0.2.7");

    public TestClock Clock { get; } = new();

    public RecordingLogs Logs { get; } = new();

    public RecordingLoginAudit Audit { get; } = new();

    public IServiceProvider Services => _app.Services;

    public HttpClient Client => _app.GetTestClient();

    public static async Task<LoginHost> StartAsync(IUserDirectory? users, params (string Key, string Value)[] settings)
    {
        var host = new LoginHost(users, [("Gateway:Login:RefusalStepMs", "0"), .. settings]);
        await host._app.StartAsync(Patience.Token).WithTimeout("start of the host");
        return host;
    }

    public Task<HttpResponseMessage> PostAsync(string? user, string? password) =>
        Client.PostAsJsonAsync(LoginEndpoint.Path, new { user, password }, Patience.Token);

    public async Task<HttpStatusCode> StatusAsync(string? user, string? password)
    {
        using var response = await PostAsync(user, password);
        return response.StatusCode;
    }

    public bool HasLogged(int eventId) => Logs.Lines.Any(line => line.Contains($"[{eventId}]", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(Patience.Token).WithTimeout("stop of the host");
        await _app.DisposeAsync();
        TestPools.Clear(_directory.File(".data", "gateway.db"));
        _directory.Dispose();
    }
}
