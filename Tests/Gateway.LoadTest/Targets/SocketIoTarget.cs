using System.Diagnostics;
using System.Runtime.CompilerServices;
using Gateway.LoadTest.Clients;
using Gateway.Testing;

namespace Gateway.LoadTest.Targets;

/// <summary>A Socket.IO server under Node that sends each event to a room of WebSockets. It makes the events itself, as the baselines do.</summary>
internal sealed class SocketIoTarget : ITarget, IAsyncDisposable
{
    /// <summary>The command that installs it; run it in the repository's directory.</summary>
    public const string Installation = "npm install --no-package-lock --prefix Tests/Gateway.LoadTest/SocketIo";

    private readonly BaselineServer _server;

    private SocketIoTarget(BaselineServer server) => _server = server;

    public string Name => "socketio";

    /// <summary>At 1 000 000/s the server reset the request that ends the events; the reason was not investigated.</summary>
    public int GreatestRate => 200_000;

    public Process Server => _server.Process;

    public IReadOnlyList<Process> Workers => [];

    /// <summary>The answer to the server's ping, which keeps the connection open even if it is sent without a ping.</summary>
    public ReadOnlyMemory<byte>? Ping => "3"u8.ToArray();

    /// <returns>Null when Socket.IO is not installed.</returns>
    public static async Task<SocketIoTarget?> StartAsync()
    {
        var directory = Path.Combine(SourceDirectory(), "..", "SocketIo");
        return Directory.Exists(Path.Combine(directory, "node_modules", "socket.io"))
            ? new SocketIoTarget(await BaselineServer.StartAsync("node", [Path.Combine(directory, "server.mjs")], new Dictionary<string, string>()))
            : null;
    }

    public async Task<IReadOnlyList<WireClient>> SubscribeAsync(int count, MeasuredWindow window)
    {
        var clients = new List<WireClient>();
        for (var i = 0; i < count; i++)
        {
            var client = await WireClient.ConnectAsync(new Uri(_server.Url, "/socket.io/?EIO=4&transport=websocket"), null, new SocketIoDecoder(), new Tally(window));
            await client.SendAsync("40"u8.ToArray(), binary: false);
            clients.Add(client);
        }

        await Eventually.Async(async () => clients.TrueForAll(client => client.Tally.IsReady) && await _server.NumberAsync($"/{Name}/subscribers") == count, "every subscriber to be known");
        return clients;
    }

    public Task SetRateAsync(int eventsPerSecond) => _server.SetRateAsync(eventsPerSecond);

    public Task<long> LatestAsync(int subscriber) => _server.NumberAsync("/latest");

    public Task<long?> AllocatedAsync() => Task.FromResult<long?>(null);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static string SourceDirectory([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
