using System.Diagnostics;
using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Values;
using Gateway.Web.Access.Callers;
using Gateway.Web.Hosting;
using Gateway.Web.Sessions.Calls;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Sessions.Workers;
using Gateway.Web.Streams.Alarms;
using Gateway.Web.Streams.Alarms.Reducing;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Web.Tests.Sessions.AlarmMonitoring;

/// <summary>
/// A gateway in the test whose monitor watches ten alarms. The workers are real processes, in whose simulator the test raises and clears the
/// alarms, unless the test has workers of its own.
/// </summary>
internal sealed class MonitoredPlant : IAsyncDisposable
{
    private const string ClientName = "test";

    private readonly TempDirectory _directory = new();
    private readonly WebApplication _app;
    private (string SessionId, int Server, Dictionary<string, int> Handles)? _access;

    private MonitoredPlant(IWorkerLauncher? workers, (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = _directory.Path });
        builder.Configuration.AddInMemoryCollection([
            .. PatientSettings.All,
            new("Gateway:Workers:EnableAdoption", "false"),
            new("Gateway:Workers:StartStaggerMs", "0"),
            new("Gateway:Workers:ExecutablePath", WorkerPath),
            new("Gateway:Access:StartupToken", "false"),
            new("Gateway:Alarms:Enabled", "true"),
            new("Gateway:Alarms:SessionTag", "plant"),
            new("Gateway:Alarms:Objects:0", "AlarmFlood01"),
            new("Gateway:Alarms:Include:0", "AlarmFlood01.A00*"),
            new("Gateway:Alarms:ReopenMs", "50"),
            new("Gateway:Alarms:ReconcileSeconds", "1"),
            // A busy machine needs long to start a worker and to make thousands of alarms.
            new("Gateway:Workers:StartTimeoutSeconds", "600"),
            new("Gateway:Alarms:FirstValueSeconds", "600"),
            new("Gateway:Alarms:AcknowledgeSeconds", "300"),
        ]);
        builder.Configuration.AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Information).AddProvider(Logs);
        if (workers is not null)
        {
            builder.Services.AddSingleton(workers);
        }

        builder.Services.AddGateway(builder.Configuration);
        _app = builder.Build();
        _app.MapGateway();
    }

    public static Caller Operator { get; } = new()
    {
        Subject = "grace",
        TokenId = "t",
        Scopes = [Scopes.ReadSessions, Scopes.AcknowledgeAlarms],
        SessionTags = ["plant"],
        ExpiresAt = DateTimeOffset.MaxValue,
    };

    public static AlarmOperator By(Caller? caller = null) => new(caller ?? Operator, "192.0.2.7");

    public RecordingLogs Logs { get; } = new();

    public IAlarmFeed Feed => Get<IAlarmFeed>();

    public IAlarmCommands Commands => Get<IAlarmCommands>();

    public SessionDirectory Sessions => Get<SessionDirectory>();

    /// <summary>The monitor's session, once it is ready.</summary>
    public Session? Session => Get<SessionManager>().All.FirstOrDefault(one => one.Identity.IsOfGateway && one.Status.State == SessionState.Ready);

    public AlarmMonitorStatus Status => Feed.Now(new AlarmRequest(), Operator).Monitor.Status;

    public static Task<MonitoredPlant> StartAsync(params (string Key, string Value)[] settings) => StartAsync(null, settings);

    public static async Task<MonitoredPlant> StartAsync(IWorkerLauncher? workers, params (string Key, string Value)[] settings)
    {
        var plant = new MonitoredPlant(workers, settings);
        try
        {
            await plant._app.StartAsync(Patience.Token).WithTimeout("the gateway to start");
            return plant;
        }
        catch
        {
            await plant.DisposeAsync();
            throw;
        }
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public Task WatchingAsync() => Eventually.Async(() => Session is not null && Status == AlarmMonitorStatus.Watching, $"the monitor to watch; the log is: {string.Join('\n', Logs.Lines)}");

    /// <summary>The alarm as readers see it now; null when it is normal.</summary>
    public Alarm? Find(string name) => Feed.Now(new AlarmRequest(), Operator).Alarms.FirstOrDefault(alarm => alarm.Reference == Of(name));

    public AlarmState StateOf(string name) => Find(name) is { } alarm ? AlarmStateRules.Of(alarm) : AlarmState.Normal;

    public IReadOnlyList<AlarmTransition> Log => Feed.Page(new AlarmRequest { After = 0 }, Operator, int.MaxValue).Transitions;

    public static string Of(string name) => $"AlarmFlood01.{name}";

    public Task SeenAsync(string name, AlarmState state) => Eventually.Async(() => StateOf(name) == state, $"{name} to be {state}, not {StateOf(name)}");

    /// <summary>Raises or clears an alarm in the plant.</summary>
    public async Task SetAsync(string name, bool active)
    {
        var (session, server, handles) = await AccessAsync(name);
        await Eventually.Async(
            async () => (await session.InvokeAsync(
                new MxCommand { Method = MxMethod.Write, ServerHandle = server, ItemHandle = handles[name], Value = MxValue.FromBoolean(active), UserId = 0 },
                Patience.Token)).Hresult >= 0,
            $"{name} to be writable");
    }

    public async Task<AlarmCommandResult> AcknowledgeAsync(string name, long? occurrence = null, string? comment = null) => await Commands.AcknowledgeAsync(
        new AcknowledgeAlarmRequest { Reference = Of(name), Occurrence = occurrence ?? Find(name)!.Occurrence, Comment = comment }, By(), Patience.Token)
        .WithTimeout("the outcome");

    public async Task KillWorkerAsync()
    {
        var session = Session!;
        Process.GetProcessById(session.Describe(false).WorkerProcessId!.Value).Kill();
        await Eventually.Async(() => session.Status.State == SessionState.Faulted, "the session to be faulted");
        await Eventually.Async(() => Session is not null && Session != session, "another session");
        await WatchingAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(Patience.Token).WithTimeout("the gateway to stop");
        await _app.DisposeAsync();
        _directory.Dispose();
    }

    private static string WorkerPath => Repository.File(
        "Gateway.Web", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, new DirectoryInfo(AppContext.BaseDirectory).Name, "worker", "Gateway.Worker.dll");

    private async Task<(Session Session, int Server, Dictionary<string, int> Handles)> AccessAsync(string name)
    {
        var session = Session!;
        if (_access?.SessionId != session.Identity.SessionId)
        {
            var registered = await session.InvokeAsync(new MxCommand { Method = MxMethod.Register, ClientName = ClientName }, Patience.Token);
            _access = (session.Identity.SessionId, registered.ReturnValue!.Value, []);
        }

        var access = _access!.Value;
        if (!access.Handles.ContainsKey(name))
        {
            var command = new MxCommand { Method = MxMethod.SubscribeBulk, ServerHandle = access.Server, ItemDefinitions = [Of(name)], Supervisory = true };
            access.Handles[name] = (await session.InvokeAsync(command, Patience.Token)).Results![0].ItemHandle!.Value;
        }

        return (session, access.Server, access.Handles);
    }
}
