using System.Collections.Concurrent;
using System.Net.Sockets;
using Gateway.LoadTest.Clients;
using Gateway.LoadTest.Targets;

namespace Gateway.LoadTest.Runs;

/// <summary>Sends the pings of the subscribers, spread evenly over the interval, as if they were on many machines.</summary>
internal sealed class KeepAlive : IAsyncDisposable
{
    /// <summary>The interval of SignalR's clients.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private const int Parts = 150;

    private readonly ITarget _target;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<WireClient> _clients = new();
    private readonly Task _running;
    private bool _isDisposed;

    public KeepAlive(ITarget target)
    {
        _target = target;
        _running = RunAsync();
    }

    public void Add(IEnumerable<WireClient> clients)
    {
        foreach (var client in clients)
        {
            _clients.Enqueue(client);
        }
    }

    /// <summary>Stops the pings and returns when the last one has been sent. A second call is harmless.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        if (_target.Ping is not { } ping)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval / Parts, TimeProvider.System);
        for (var part = 0; await timer.WaitForNextTickAsync(_stop.Token); part = (part + 1) % Parts)
        {
            var turn = part;
            foreach (var client in _clients.Where((client, i) => i % Parts == turn && client.Tally.Fault is null))
            {
                await PingAsync(client, ping);
            }
        }
    }

    private async Task PingAsync(WireClient client, ReadOnlyMemory<byte> ping)
    {
        try
        {
            await client.SendAsync(ping, _target.PingIsBinary);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The reader of the subscriber notices the broken connection too, and reports it.
        }
    }
}
