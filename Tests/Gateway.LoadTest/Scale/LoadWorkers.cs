using System.Reflection;
using Gateway.FunctionalTests.Hosting;
using Gateway.LoadTest.Targets;

namespace Gateway.LoadTest.Scale;

/// <summary>Processes of <see cref="LoadWorker"/>, and the stub that a gateway starts for each session.</summary>
internal sealed class LoadWorkers : IAsyncDisposable
{
    /// <summary>
    /// Sessions per load worker. A process with 1 000 had more than half of its samples at two places in the runtime, on its
    /// executors' threads, and fell far behind.
    /// </summary>
    public const int SessionsPerWorker = 50;

    private const int Items = 10;
    private const int OpenedAtOnce = 16;

    private static readonly IReadOnlyDictionary<string, string> Environment = new Dictionary<string, string>
    {
        // The worker's project has the same setting.
        ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
    };

    private readonly List<ServerProcess> _servers = [];
    private readonly DirectoryInfo _directory;

    private readonly string _stub;

    private LoadWorkers(DirectoryInfo directory, string stub) => (_directory, _stub) = (directory, stub);

    // Simulators only raise events: their plants change as little as possible, and their rings are small.
    private string[] Settings =>
    [
        $"Gateway:Workers:ExecutablePath={_stub}", $"Gateway:Workers:MaxConcurrentStarts={OpenedAtOnce}", "Gateway:Workers:StartStaggerMs=0", "Gateway:Workers:RingEvents=20000",
        "Gateway:Workers:RingBytes=1000000", $"Gateway:Workers:Backends:simulator:LoadItems={Items}", "Gateway:Workers:Backends:simulator:ScanPeriodMs=10000",
        "Gateway:Distribution:HistoryEvents=20000",
    ];

    /// <param name="sessions">Number of sessions.</param>
    /// <exception cref="PlatformNotSupportedException">There is no POSIX shell.</exception>
    public static async Task<LoadWorkers> StartForAsync(int sessions)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("The load worker's stub is a POSIX shell script.");
        }

        var directory = Directory.CreateTempSubdirectory("gateway-load-");
        var stub = Path.Combine(directory.FullName, "stub");
        // The stub reads standard input to its end, which comes when the gateway ends. Only this user may read the file that it
        // writes.
        await File.WriteAllTextAsync(
            stub,
            $$"""
            #!/bin/sh
            umask 077
            file="{{directory.FullName}}/$$"
            { echo "$GATEWAY_WORKER_NONCE"; printf '%s\n' "$@"; } > "$file.part"
            mv "$file.part" "$file{{LoadWorker.Extension}}"
            exec cat > /dev/null

            """);
        File.SetUnixFileMode(stub, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var workers = new LoadWorkers(directory, stub);
        for (var started = 0; started < sessions; started += SessionsPerWorker)
        {
            var (server, _) = await ServerProcess.StartAsync("dotnet", [Assembly.GetExecutingAssembly().Location, LoadWorker.Command, directory.FullName], Environment);
            workers._servers.Add(server);
        }

        return workers;
    }

    /// <summary>The setup of a gateway that uses them for all its sessions.</summary>
    /// <param name="sessions">Number of sessions.</param>
    /// <param name="start">How the gateway is started.</param>
    /// <param name="settings">Further settings of the gateway.</param>
    public GatewaySetup Setup(int sessions, GatewayStart start, IReadOnlyList<string> settings) => new()
    {
        Sessions = sessions,
        Items = Items,
        OpenedAtOnce = OpenedAtOnce,
        SharedWorkers = [.. _servers.Select(server => server.Process)],
        Settings = [.. Settings, .. settings],
        Start = start,
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        _directory.Delete(recursive: true);
    }
}
