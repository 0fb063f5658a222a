using System.Net.Http.Headers;
using System.Net.Http.Json;
using Gateway.Client;
using Gateway.Contracts;
using Gateway.HubProtocol;
using Gateway.Serialization;
using Gateway.Testing;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Hosting;
using Gateway.Web.Sessions.Workers;
using Gateway.Web.Streams.Alarms;
using Gateway.Web.Streams.Feed;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>
/// The whole gateway on its own port, with workers inside the test. The test controls the clock; timers are real.
/// </summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly TempDirectory _directory;
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();

    private GatewayHost(TempDirectory directory, TestClock clock, LogLevel level, (string Key, string Value)[] settings)
    {
        (_directory, Clock) = (directory, clock);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = _directory.Path });
        builder.Configuration.AddInMemoryCollection([.. PatientSettings.All, new("Gateway:Workers:EnableAdoption", "false")]).AddInMemoryCollection(settings
            .Append(("Gateway:Access:StartupToken", "false"))
            .Append(("Gateway:Workers:StartStaggerMs", "0"))
            .Select(pair => KeyValuePair.Create(pair.Item1, (string?)pair.Item2)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<IWorkerLauncher>(Workers);
        // SignalR must not end a long-polling connection while the machine is too busy to poll in time.
        builder.Services.Configure<ConnectionOptions>(options => options.DisconnectTimeout = TimeSpan.FromHours(1));
        builder.Services.AddSingleton<IAlarmCommands>(AlarmCommands);
        builder.Logging.ClearProviders().SetMinimumLevel(level).AddProvider(Logs);
        builder.Services.AddGateway(builder.Configuration);
        _app = builder.Build();
        _app.MapGateway();
    }

    public TestClock Clock { get; }

    public PlantWorkerLauncher Workers { get; } = new();

    public FakeAlarmCommands AlarmCommands { get; } = new();

    public RecordingLogs Logs { get; } = new();

    public IServiceProvider Services => _app.Services;

    public TokenMinter Minter => Get<TokenMinter>();

    public IEnumerable<Microsoft.AspNetCore.Http.Endpoint> Endpoints => ((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints);

    public string Root => _directory.Path;

    public Uri Address => new(_app.Urls.First());

    public static async Task<GatewayHost> StartAsync(params (string Key, string Value)[] settings) => await StartAsync(LogLevel.Information, settings);

    public static Task<GatewayHost> StartAsync(LogLevel level, params (string Key, string Value)[] settings) =>
        new GatewayHost(new TempDirectory(), new TestClock(), level, settings).StartedAsync();

    /// <summary>Starts a gateway on an existing store at a given time.</summary>
    /// <param name="prepare">Gets the content root and puts the store into it.</param>
    /// <param name="at">Time of the clock.</param>
    public static Task<GatewayHost> StartOnAsync(Action<string> prepare, DateTimeOffset at)
    {
        var directory = new TempDirectory();
        prepare(directory.Path);
        return new GatewayHost(directory, new TestClock(at), LogLevel.Information, []).StartedAsync();
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public Task<MintedToken> MintAsync(string subject, params string[] scopes) => MintAsync(new TokenRequest
    {
        Subject = subject,
        Scopes = scopes,
        Lifetime = TimeSpan.FromHours(1),
    });

    public Task<MintedToken> MintAsync(TokenRequest request) =>
        Minter.MintAsync(request, new TokenOrigin(TokenSourceNames.Admin, "test"), Patience.Token).WithTimeout("a token");

    /// <summary>Connects a hub client.</summary>
    public async Task<HubConnection> ConnectAsync(string? token)
    {
        var connection = new HubConnectionBuilder().WithGatewayUrl(Address, _ => new ValueTask<string?>(token)).Build();
        await connection.StartAsync(Patience.Token).WithTimeout("a connection");
        return connection;
    }

    /// <summary>A connected client of Microsoft's that uses one transport only.</summary>
    public async Task<HubConnection> ConnectOverAsync(HttpTransportType transport, bool packed, string token)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(Address, HubContract.Path), transport, http => http.AccessTokenProvider = () => Task.FromResult<string?>(token));
        var connection = (packed
            ? builder.AddMessagePackProtocol(GatewayMessagePack.Configure)
            : builder.AddJsonProtocol(json => GatewayJson.Configure(json.PayloadSerializerOptions))).Build();
        await connection.StartAsync(Patience.Token).WithTimeout("a connection");
        return connection;
    }

    public async Task<HttpResponseMessage> SendAsync(string? token, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Address, path));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: GatewayJson.Options);
        // An answer may be a stream, which has no end.
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Patience.Token).WithTimeout($"{method} {path}");
    }

    public async Task<T> GetAsync<T>(string? token, string path)
    {
        using var response = await SendAsync(token, HttpMethod.Get, path);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<T>(GatewayJson.Options, Patience.Token))!;
    }

    /// <summary>Opens a session through the hub, with one registration and these items added.</summary>
    public static async Task<SessionInfo> OpenSessionAsync(HubConnection owner, string? tag, params string[] items)
    {
        var info = await owner.InvokeAsync<SessionInfo>(HubContract.OpenSession, new OpenSessionRequest { SessionTag = tag }, Patience.Token).WithTimeout("a session");
        await owner.InvokeAsync<MxReply>(HubContract.Invoke, info.SessionId, new MxCommand { Method = MxMethod.Register, ClientName = "t" }, Patience.Token);
        foreach (var item in items)
        {
            await owner.InvokeAsync<MxReply>(
                HubContract.Invoke, info.SessionId, new MxCommand { Method = MxMethod.AddItem, ServerHandle = 1, ItemDefinition = item }, Patience.Token);
        }

        return info;
    }

    private async Task<GatewayHost> StartedAsync()
    {
        await _app.StartAsync(Patience.Token).WithTimeout("start of the gateway");
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(Patience.Token).WithTimeout("stop of the gateway");
        Assert.Equal(0, Get<FeedInbox>().Dropped);
        await _app.DisposeAsync();
        _http.Dispose();
        TestPools.Clear(_directory.File(".data", "gateway.db"));
        _directory.Dispose();
    }
}
