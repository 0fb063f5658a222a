using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Gateway.Client;
using Gateway.FunctionalTests.Hosting;

namespace Gateway.LoadTest.Targets;

/// <summary>The real gateway with its workers, and sessions with an adjustable load.</summary>
internal sealed class GatewayServer : IAsyncDisposable
{
    /// <summary>
    /// Number of sessions whose rate is set at the same time; it is below the number of calls that one connection may have
    /// running.
    /// </summary>
    private const int ToldAtOnce = 16;

    private readonly GatewayProcess _gateway;
    private readonly GatewayClient _client;
    private readonly HttpClient _http = new();
    private readonly List<Process> _workers = [];
    private LoadSession[] _sessions = [];
    private int _rate;

    private GatewayServer(GatewayProcess gateway)
    {
        _gateway = gateway;
        _client = gateway.Connect();
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", gateway.Token);
        Process = Process.GetProcessById(gateway.ProcessId);
    }

    public Process Process { get; }

    /// <summary>Time from the start of the process until it is ready.</summary>
    public TimeSpan StartTime { get; private init; }

    /// <summary>CPU time used until it was ready.</summary>
    public TimeSpan CpuAtStart { get; private set; }

    /// <summary>Resident bytes when it was ready.</summary>
    public long ResidentAtStart { get; private set; }

    /// <summary>Time to open one session with its items and its own worker.</summary>
    public TimeSpan SessionTime { get; private set; }

    public IReadOnlyList<Process> Workers => _workers;

    public IReadOnlyList<LoadSession> Sessions => _sessions;

    public Uri Url => _gateway.Url;

    public string Token => _gateway.Token;

    public static async Task<GatewayServer> StartAsync(GatewaySetup setup)
    {
        var began = TimeProvider.System.GetTimestamp();
        var process = await GatewayProcess.StartAsync(
            setup.Start,
            [
                $"Gateway:Sessions:MaxSessions={setup.Sessions + 1}", "Gateway:Distribution:MaxSubscriptionsPerSession=10000",
                "Gateway:Distribution:HistoryEvents=200000", "Logging:LogLevel:Default=Warning", .. setup.Settings,
            ]);
        var server = new GatewayServer(process) { StartTime = TimeProvider.System.GetElapsedTime(began) };
        server.CpuAtStart = server.Process.Cpu();
        server.ResidentAtStart = server.Process.Resident();
        try
        {
            await server.OpenSessionsAsync(setup);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client of its own.</summary>
    public GatewayClient Connect() => _gateway.Connect();

    public async Task SetRateAsync(int eventsPerSecond)
    {
        if (eventsPerSecond == _rate)
        {
            return;
        }

        await Parallel.ForEachAsync(
            _sessions,
            new ParallelOptions { MaxDegreeOfParallelism = ToldAtOnce },
            async (session, _) => await session.SetRateAsync(eventsPerSecond / _sessions.Length));
        _rate = eventsPerSecond;
    }

    public Task<long> AllocatedAsync() => MetricAsync("gateway_process_memory_allocated_bytes_total");

    /// <summary>Managed bytes in use, including garbage.</summary>
    public Task<long> HeapAsync() => MetricAsync("gateway_process_memory_heap_bytes");

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        _http.Dispose();
        _workers.ForEach(worker => worker.Dispose());
        Process.Dispose();
        await _gateway.DisposeAsync();
    }

    private async Task OpenSessionsAsync(GatewaySetup setup)
    {
        var began = TimeProvider.System.GetTimestamp();
        _sessions = new LoadSession[setup.Sessions];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, setup.Sessions),
            new ParallelOptions { MaxDegreeOfParallelism = setup.OpenedAtOnce },
            async (i, _) => _sessions[i] = await LoadSession.OpenAsync(_client, setup.Items));
        SessionTime = TimeProvider.System.GetElapsedTime(began) / setup.Sessions;
        if (setup.SharedWorkers.Count > 0)
        {
            _workers.AddRange(setup.SharedWorkers.Select(shared => Process.GetProcessById(shared.Id)));
            return;
        }

        foreach (var session in _sessions)
        {
            _workers.Add(Process.GetProcessById((await session.Session.GetInfoAsync()).WorkerProcessId!.Value));
        }
    }

    private async Task<long> MetricAsync(string name)
    {
        var metrics = await _http.GetStringAsync(new Uri(_gateway.Url, "/metrics"));
        var line = metrics.Split('\n').First(text => text.StartsWith(name + " ", StringComparison.Ordinal));
        return (long)double.Parse(line[(name.Length + 1)..], CultureInfo.InvariantCulture);
    }
}
