using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Gateway.LoadTest.Baselines;
using Gateway.LoadTest.Clients;
using Gateway.Testing;

namespace Gateway.LoadTest.Targets;

/// <summary>
/// A NATS server with subscribers over WebSocket. The publisher is part of this process, because in a plant it would also be a
/// separate process: its cost is not the server's.
/// </summary>
internal sealed class NatsTarget : ITarget, IAsyncDisposable
{
    private static readonly string[] Programs = ["/usr/sbin/nats-server", "/usr/bin/nats-server", "/usr/local/bin/nats-server"];

    private readonly EventTemplate _template = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpClient _publisher = new() { NoDelay = true };
    private readonly Pacer _pacer;
    private readonly DirectoryInfo _directory;
    private readonly Uri _url;
    private Task _pacing = Task.CompletedTask;

    private NatsTarget(Process server, DirectoryInfo directory, Uri url)
    {
        Server = server;
        _directory = directory;
        _url = url;
        _pacer = new Pacer(Publish);
    }

    public string Name => "nats";

    public Process Server { get; }

    public IReadOnlyList<Process> Workers => [];

    public ReadOnlyMemory<byte>? Ping => null;

    /// <returns>Null when NATS is not installed.</returns>
    public static async Task<NatsTarget?> StartAsync()
    {
        if (Array.Find(Programs, File.Exists) is not { } program)
        {
            return null;
        }

        var directory = Directory.CreateTempSubdirectory("gateway-nats-");
        var (port, webSocketPort) = (FreePort.Next(), FreePort.Next());
        var configuration = Path.Combine(directory.FullName, "nats.conf");
        await File.WriteAllTextAsync(configuration, $"listen: 127.0.0.1:{port}\nwebsocket {{ listen: \"127.0.0.1:{webSocketPort}\", no_tls: true }}\n");
        var server = Process.Start(new ProcessStartInfo(program, ["-c", configuration]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        server.BeginErrorReadLine();
        server.BeginOutputReadLine();
        var target = new NatsTarget(server, directory, new Uri($"http://127.0.0.1:{webSocketPort}/"));
        await Eventually.Async(() => target.TryConnectAsync(port), "the NATS server to listen");
        await target._publisher.GetStream().WriteAsync("CONNECT {\"verbose\":false}\r\n"u8.ToArray());
        target._pacing = target._pacer.RunAsync(target._stop.Token);
        return target;
    }

    public async Task<IReadOnlyList<WireClient>> SubscribeAsync(int count, MeasuredWindow window)
    {
        var clients = new List<WireClient>();
        for (var i = 0; i < count; i++)
        {
            var client = await WireClient.ConnectAsync(_url, null, new NatsDecoder(), new Tally(window));
            await client.SendAsync("CONNECT {\"verbose\":false}\r\nSUB load 1\r\nPING\r\n"u8.ToArray());
            clients.Add(client);
        }

        await Eventually.Async(() => clients.TrueForAll(client => client.Tally.IsReady), "every subscriber to be known");
        return clients;
    }

    public Task SetRateAsync(int eventsPerSecond)
    {
        _pacer.SetRate(eventsPerSecond);
        return Task.CompletedTask;
    }

    public Task<long> LatestAsync(int subscriber) => Task.FromResult(_pacer.Latest);

    public Task<long?> AllocatedAsync() => Task.FromResult<long?>(null);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pacing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _publisher.Dispose();
        Server.Kill();
        await Server.WaitForExitAsync();
        Server.Dispose();
        _stop.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task<bool> TryConnectAsync(int port)
    {
        try
        {
            await _publisher.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Publish(long first, int count, DateTime time)
    {
        using var batch = new MemoryStream();
        for (var i = 0; i < count; i++)
        {
            var payload = _template.JsonEvent(first + i, time);
            batch.Write(System.Text.Encoding.ASCII.GetBytes($"PUB load {payload.Length}\r\n"));
            batch.Write(payload);
            batch.Write("\r\n"u8);
        }

        _publisher.GetStream().Write(batch.GetBuffer(), 0, (int)batch.Length);
    }
}
