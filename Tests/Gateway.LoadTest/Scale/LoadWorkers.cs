using System.Diagnostics;
using System.Reflection;
using Gateway.LoadTest.Targets;

namespace Gateway.LoadTest.Scale;

/// <summary>Processes of <see cref="LoadWorker"/>, and the stub that a gateway starts for each session.</summary>
internal sealed class LoadWorkers : IAsyncDisposable
{
    private static readonly IReadOnlyDictionary<string, string> Environment = new Dictionary<string, string>
    {
        // The worker's project has the same setting.
        ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
    };

    private readonly List<ServerProcess> _servers = [];
    private readonly DirectoryInfo _directory;

    private LoadWorkers(DirectoryInfo directory, string stub)
    {
        _directory = directory;
        Stub = stub;
    }

    public IReadOnlyList<Process> Processes => [.. _servers.Select(server => server.Process)];

    /// <summary>The program for <c>Gateway:Workers:ExecutablePath</c>.</summary>
    public string Stub { get; }

    /// <exception cref="PlatformNotSupportedException">There is no POSIX shell.</exception>
    public static async Task<LoadWorkers> StartAsync(int count)
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
        for (var i = 0; i < count; i++)
        {
            var (server, _) = await ServerProcess.StartAsync("dotnet", [Assembly.GetExecutingAssembly().Location, LoadWorker.Command, directory.FullName], Environment);
            workers._servers.Add(server);
        }

        return workers;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        _directory.Delete(recursive: true);
    }
}
