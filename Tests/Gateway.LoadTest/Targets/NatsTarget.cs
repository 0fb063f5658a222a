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
    private readonly EventTemplate _template = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpClient _publisher = new() { NoDelay = true };
    private readonly Pacer _pacer;
    private readonly NatsProcess _nats;
    private readonly Uri _url;
    private Task _pacing = Task.CompletedTask;

    private NatsTarget(NatsProcess nats, Uri url)
    {
        _nats = nats;
        _url = url;
        _pacer = new Pacer(Publish);
    }

    public string Name => "nats";

    public Process Server => _nats.Process;

    public IReadOnlyList<Process> Workers => [];

    public ReadOnlyMemory<byte>? Ping => null;

    /// <returns>Null when NATS is not installed.</returns>
    public static async Task<NatsTarget?> StartAsync()
    {
        var webSocketPort = FreePort.Next();
        if (await NatsProcess.StartAsync(_ => $"websocket {{ listen: \"127.0.0.1:{webSocketPort}\", no_tls: true }}") is not { } nats)
        {
            return null;
        }

        var target = new NatsTarget(nats, new Uri($"http://127.0.0.1:{webSocketPort}/"));
        await target._publisher.ConnectAsync(IPAddress.Loopback, nats.Port);
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
        await _nats.DisposeAsync();
        _stop.Dispose();
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
