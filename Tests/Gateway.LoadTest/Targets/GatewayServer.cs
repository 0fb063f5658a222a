using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Gateway.Client;
using Gateway.FunctionalTests.Hosting;

namespace Gateway.LoadTest.Targets;

/// <summary>The real gateway with its workers, and sessions whose load can be set.</summary>
internal sealed class GatewayServer : IAsyncDisposable
{
    private const int LoadItems = 100;

    private readonly GatewayProcess _gateway;
    private readonly GatewayClient _client;
    private readonly HttpClient _http = new();
    private readonly List<LoadSession> _sessions = [];
    private readonly List<Process> _workers = [];

    private GatewayServer(GatewayProcess gateway)
    {
        _gateway = gateway;
        _client = gateway.Connect();
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", gateway.Token);
        Process = Process.GetProcessById(gateway.ProcessId);
    }

    public Process Process { get; }

    /// <summary>From the start of the process until it is ready.</summary>
    public TimeSpan StartTime { get; private init; }

    /// <summary>Resident bytes when it was ready.</summary>
    public long ResidentAtStart { get; private set; }

    /// <summary>To open one session with its items, with a worker of its own.</summary>
    public TimeSpan SessionTime { get; private set; }

    public IReadOnlyList<Process> Workers => _workers;

    public IReadOnlyList<LoadSession> Sessions => _sessions;

    public Uri Url => _gateway.Url;

    public string Token => _gateway.Token;

    /// <param name="sessions">Sessions to open.</param>
    /// <param name="settings">Settings of the gateway, such as <c>Gateway:Hub:KeepAliveSeconds=5</c>.</param>
    public static async Task<GatewayServer> StartAsync(int sessions, params IEnumerable<string> settings)
    {
        var began = TimeProvider.System.GetTimestamp();
        var process = await GatewayProcess.StartAsync(
            [$"Gateway:Sessions:MaxSessions={sessions + 1}", "Gateway:Distribution:MaxSubscriptionsPerSession=10000", "Gateway:Distribution:HistoryEvents=200000", "Logging:LogLevel:Default=Warning", .. settings]);
        var server = new GatewayServer(process) { StartTime = TimeProvider.System.GetElapsedTime(began) };
        server.ResidentAtStart = server.Process.Resident();
        began = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < sessions; i++)
        {
            var session = await LoadSession.OpenAsync(server._client, LoadItems);
            server._sessions.Add(session);
            var info = await session.Session.GetInfoAsync();
            server._workers.Add(Process.GetProcessById(info.WorkerProcessId!.Value));
        }

        server.SessionTime = TimeProvider.System.GetElapsedTime(began) / sessions;

        return server;
    }

    public async Task SetRateAsync(int eventsPerSecond)
    {
        foreach (var session in _sessions)
        {
            await session.SetRateAsync(eventsPerSecond / _sessions.Count);
        }
    }

    public async Task<long> AllocatedAsync()
    {
        const string name = "gateway_process_memory_allocated_bytes_total ";
        var metrics = await _http.GetStringAsync(new Uri(_gateway.Url, "/metrics"));
        var line = metrics.Split('\n').First(text => text.StartsWith(name, StringComparison.Ordinal));
        return (long)double.Parse(line[name.Length..], CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        _http.Dispose();
        _workers.ForEach(worker => worker.Dispose());
        Process.Dispose();
        await _gateway.DisposeAsync();
    }
}
