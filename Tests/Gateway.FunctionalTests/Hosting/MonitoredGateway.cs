using System.Net.Http.Headers;
using System.Net.Http.Json;
using Gateway.Client;
using Gateway.Contracts;
using Gateway.Serialization;
using Gateway.Testing;
using Gateway.Values;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>
/// A gateway process with a monitor, over one plant for all its sessions: what the test writes in a session of its own, the session of the
/// monitor sees.
/// </summary>
internal sealed class MonitoredGateway : IAsyncDisposable
{
    private const string MonitorName = "Alarm monitor";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gateway-plant-");
    private readonly Dictionary<string, int> _handles = new(StringComparer.Ordinal);
    private readonly string[] _settings;
    private GatewayProcess _process = null!;
    private GatewaySession? _plant;
    private int _server;

    private MonitoredGateway(string[] settings) => _settings =
    [
        $"Gateway:Workers:Backends:simulator:SharedPath={_directory.FullName}/plant", "Gateway:Workers:Backends:simulator:ScanPeriodMs=50",
        "Gateway:Workers:Backends:simulator:WriteDelayMs=10", "Gateway:Workers:EnableAdoption=true", "Gateway:Alarms:Enabled=true", "Gateway:Alarms:ReopenMs=100",
        "Gateway:Alarms:ReconcileSeconds=1", "Gateway:Http:RequestsPerAddress=100000", .. settings,
    ];

    public GatewayProcess Process => _process;

    public GatewayClient Client { get; private set; } = null!;

    /// <param name="settings">They replace those of this class.</param>
    public static async Task<MonitoredGateway> StartAsync(params string[] settings)
    {
        var gateway = new MonitoredGateway(settings);
        gateway._process = await GatewayProcess.StartAsync(gateway._settings);
        gateway.Client = gateway._process.Connect();
        return gateway;
    }

    /// <summary>Kills the gateway and starts the next one, which takes its sessions over.</summary>
    /// <param name="settings">They are added to those of the start.</param>
    public async Task KillAsync(params string[] settings)
    {
        await _process.KillAsync();
        await StartAgainAsync(settings);
        if (_plant is not null)
        {
            await Eventually.Async(async () => (await _plant.GetInfoAsync()).State == SessionState.Ready, "the test's own session to be taken over");
        }
    }

    /// <summary>Stops the gateway in order and starts the next one, which has workers of its own.</summary>
    /// <param name="settings">They are added to those of the start.</param>
    public async Task RestartAsync(params string[] settings)
    {
        await _process.StopAsync();
        await StartAgainAsync([.. settings, "Gateway:Workers:EnableAdoption=false"]);
        (_plant, _server) = (null, 0);
        _handles.Clear();
    }

    /// <summary>Writes an item of the plant and waits until it has the value.</summary>
    public async Task WriteAsync(string reference, MxValue value)
    {
        var handle = await HandleAsync(reference);
        await Eventually.Async(async () => await ReadAsync(reference) is not null, $"{reference} to have a value");
        await _plant!.WriteAsync(_server, handle, value).WithTimeout($"the write of {reference}");
        await Eventually.Async(async () => await ReadAsync(reference) == value, $"{reference} to be {value}");
    }

    /// <summary>The value of an item of the plant; null when it has none.</summary>
    public async Task<MxValue?> ReadAsync(string reference) => (await ReadItemAsync(reference)).Value;

    /// <summary>An item of the plant, as the session of the test sees it.</summary>
    public async Task<MxItemResult> ReadItemAsync(string reference)
    {
        await HandleAsync(reference);
        return (await _plant!.ReadBulkAsync(_server, [reference]).WithTimeout($"the value of {reference}"))[0];
    }

    /// <summary>Kills the worker of the monitor's session, and returns when the monitor knows.</summary>
    public async Task KillMonitorAsync()
    {
        await WatchingAsync();
        var since = (await NowAsync()).Monitor.Since;
        var session = await MonitorAsync();
        System.Diagnostics.Process.GetProcessById(session!.WorkerProcessId!.Value).Kill();
        await Eventually.Async(async () => (await MonitorAsync())?.SessionId != session.SessionId, "the monitor's session to be lost");
        await Eventually.Async(async () => (await NowAsync()).Monitor.Since != since, "the monitor to know of the loss");
    }

    /// <summary>Waits until the monitor watches, however many alarms are unknown.</summary>
    public Task WatchingAsync() => Eventually.Async(
        async () => (await NowAsync()).Monitor.Status is AlarmMonitorStatus.Watching or AlarmMonitorStatus.Partial, $"the monitor to watch; the gateway printed: {_process.Output}");

    public Task<AlarmsNow> NowAsync() => GetAsync<AlarmsNow>("/api/alarms");

    /// <summary>All transitions from the first on.</summary>
    public async Task<IReadOnlyList<AlarmTransition>> LogAsync()
    {
        var all = new List<AlarmTransition>();
        while (true)
        {
            var page = await GetAsync<AlarmPage>($"/api/alarms/log?after={all.Count}&limit=1000");
            all.AddRange(page.Gap is null ? page.Transitions : throw new InvalidOperationException($"The log has a gap after {all.Count}: {page.Gap}."));
            if (page.Next == page.Latest)
            {
                return all;
            }
        }
    }

    /// <summary>The change feed from its first change on.</summary>
    public async Task<IReadOnlyList<FeedChange>> ChangesAsync() => (await GetAsync<FeedPage>("/api/feed?after=0&limit=1000")).Changes;

    public AlarmWatcher Watch(AlarmRequest? request = null, Uri? via = null) => new(_process.Connect(via), request ?? new AlarmRequest());

    public Task<AlarmCommandResult> AcknowledgeAsync(Alarm seen, string? comment = null) => Client.AcknowledgeAlarmAsync(
        new AcknowledgeAlarmRequest { Reference = seen.Reference, Occurrence = seen.Occurrence, Comment = comment }).WithTimeout("the outcome");

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _process.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private async Task StartAgainAsync(string[] settings)
    {
        var next = await _process.StartAgainAsync([.. _settings, .. settings]);
        await _process.DisposeAsync();
        _process = next;
    }

    private async Task<SessionInfo?> MonitorAsync() => (await Client.ListSessionsAsync().WithTimeout("the sessions"))
        .FirstOrDefault(session => session.Name == MonitorName && session.State == SessionState.Ready);

    private async Task<int> HandleAsync(string reference)
    {
        if (_plant is null)
        {
            _plant = await Client.OpenSessionAsync(new OpenSessionRequest { Name = "engineering" }).WithTimeout("a session");
            _server = await _plant.RegisterAsync("engineering").WithTimeout("the registration");
        }

        if (!_handles.TryGetValue(reference, out var handle))
        {
            _handles[reference] = handle = (await _plant.SubscribeBulkAsync(_server, [reference]).WithTimeout(reference))[0].ItemHandle!.Value;
        }

        return handle;
    }

    private async Task<T> GetAsync<T>(string path)
    {
        using var http = new HttpClient { BaseAddress = _process.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _process.Token);
        return (await http.GetFromJsonAsync<T>(path, GatewayJson.Options).WithTimeout(path))!;
    }
}
