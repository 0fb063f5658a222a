using System.Net;
using System.Net.Sockets;

namespace Gateway.Testing;

/// <summary>A TCP proxy that can break its connections, refuse others, stop forwarding without breaking them, or lose them silently.</summary>
public sealed class ChaosProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _target;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Socket> _sockets = [];
    private readonly Task _accepting;
    private volatile TaskCompletionSource _flowing = Completed();
    private volatile bool _refuses;
    private CancellationTokenSource _reachable = new();

    public ChaosProxy(Uri target)
    {
        ArgumentNullException.ThrowIfNull(target);
        _target = target;
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Url { get; }

    /// <summary>Resets every connection.</summary>
    public void Cut()
    {
        lock (_sockets)
        {
            // A time-out of 0 resets the connection instead of closing it.
            _sockets.ForEach(socket => socket.Close(timeout: 0));

            _sockets.Clear();
        }
    }

    /// <summary>Resets every connection, and each new one until <see cref="Accept"/>.</summary>
    public void Refuse()
    {
        _refuses = true;
        Cut();
    }

    public void Accept() => _refuses = false;

    /// <summary>Stops forwarding to the client until <see cref="Resume"/>; the connections remain open.</summary>
    public void Stall() => _flowing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Resume() => _flowing.TrySetResult();

    /// <summary>
    /// Loses the existing connections as a network does: nothing is forwarded in either direction any more, not even the end of
    /// the connection. Later connections are forwarded.
    /// </summary>
    public void Blackhole()
    {
        CancellationTokenSource lost;
        lock (_sockets)
        {
            (lost, _reachable) = (_reachable, new CancellationTokenSource());
        }

        lost.Cancel();
        lost.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Resume();
        Cut();
        await _accepting;
        _stop.Dispose();
        _reachable.Dispose();
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                if (_refuses)
                {
                    client.Close(timeout: 0);
                }
                else
                {
                    _ = CarryAsync(client);
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            // The test has ended.
        }
    }

    private async Task CarryAsync(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        CancellationToken lost;
        lock (_sockets)
        {
            lost = _reachable.Token;
            _sockets.Add(client);
            _sockets.Add(server);
        }

        try
        {
            await server.ConnectAsync(_target.Host, _target.Port);
            await Task.WhenAny(CopyAsync(client, server, stallable: false, lost), CopyAsync(server, client, stallable: true, lost));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The connection was cut.
        }
        finally
        {
            client.Dispose();
            server.Dispose();
        }
    }

    private async Task CopyAsync(Socket from, Socket to, bool stallable, CancellationToken lost)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, lost) is > 0 and var read)
            {
                if (stallable)
                {
                    await _flowing.Task.WaitAsync(lost);
                }

                await to.SendAsync(buffer.AsMemory(0, read), lost);
            }
        }
        catch (OperationCanceledException)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The connection was cut.
        }
    }
}
