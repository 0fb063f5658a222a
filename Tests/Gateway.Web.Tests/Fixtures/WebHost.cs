using System.Net.WebSockets;
using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Access.Login;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Hosting;
using Gateway.Web.Platform.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>The whole gateway on a real server on loopback, which logs everything it may log, at every level.</summary>
internal sealed class WebHost : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly WebApplication _app;

    private WebHost(IUserDirectory? users, IEnumerable<(string Key, string Value)> settings)
    {
        var files = Directory.CreateDirectory(Path.Combine(_directory.Path, "wwwroot"));
        File.WriteAllText(Path.Combine(files.FullName, "index.html"), """<!doctype html><script type="module" src="./assets/page.js"></script>""");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = _directory.Path, EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(PatientSettings.All).AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        builder.Configuration.AddInMemoryCollection(
        [
            new("Gateway:Access:StartupToken", "false"),
            new("Gateway:Login:RefusalStepMs", "0"),
            new("Logging:LogLevel:Default", "Trace"),
            new("Logging:LogLevel:Microsoft", "Trace"),
            new("Logging:LogLevel:System", "Trace"),
            new("Logging:Console:LogLevel:Default", "None"),
        ]);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        // SignalR must not end a long-polling connection while the machine is too busy to poll in time.
        builder.Services.Configure<ConnectionOptions>(options => options.DisconnectTimeout = TimeSpan.FromHours(1));
        if (users is not null)
        {
            builder.Services.AddSingleton(users);
        }

        builder.Logging.AddGatewayLogging(builder.Configuration);
        builder.Logging.AddProvider(Logs);
        builder.Services.AddGateway(builder.Configuration);
        _app = builder.Build();
        _app.MapGateway();
        _app.MapGet("/api/broken", string () => throw new InvalidOperationException("private detail"));
        _app.MapPost("/api/long", async (Microsoft.AspNetCore.Http.HttpContext context) =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        });
    }

    public RecordingLogs Logs { get; } = new();

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public HttpClient Client => new() { BaseAddress = Address };

    public static async Task<WebHost> StartAsync(IUserDirectory? users, params (string Key, string Value)[] settings)
    {
        var host = new WebHost(users, settings);
        await host._app.StartAsync(Patience.Token).WithTimeout("start of the gateway");
        return host;
    }

    public string Issue(params string[] scopes) => _app.Services.GetRequiredService<TokenIssuer>()
        .Issue(new TokenRequest { Subject = "ada", Scopes = scopes, Lifetime = TimeSpan.FromHours(1) }).Token;

    /// <summary>
    /// Opens the hub's socket, performs SignalR's handshake, and returns the sub-protocol that the server selected.
    /// </summary>
    public async Task<string?> ConnectAsync(string query, Action<ClientWebSocketOptions> configure)
    {
        using var socket = new ClientWebSocket();
        configure(socket.Options);
        var address = new UriBuilder(Address) { Scheme = "ws", Path = HubContract.Path, Query = query }.Uri;
        await socket.ConnectAsync(address, Patience.Token);
        await socket.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Text, true, Patience.Token);
        var buffer = new byte[256];
        var received = await socket.ReceiveAsync(buffer, Patience.Token);
        Assert.Equal("{}\u001e", System.Text.Encoding.UTF8.GetString(buffer, 0, received.Count));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Patience.Token);
        return socket.SubProtocol;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(Patience.Token).WithTimeout("stop of the gateway");
        await _app.DisposeAsync();
        TestPools.Clear(_directory.File(".data", "gateway.db"));
        _directory.Dispose();
    }
}
