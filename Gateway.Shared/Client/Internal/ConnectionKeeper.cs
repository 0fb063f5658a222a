using System.Runtime.ExceptionServices;
using Gateway.Errors;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Logging;

namespace Gateway.Client.Internal;

/// <summary>
/// Keeps one HubConnection connected: at most one loop at a time tries until it works, is refused for good, or the client is
/// closed. Works beside a connection's own automatic reconnect, which it lets finish. Safe on any thread.
/// </summary>
internal sealed class ConnectionKeeper : IAsyncDisposable
{
    /// <summary>A connection that lived this long counts as good: the next round begins with its address.</summary>
    private static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly StateReporter _state;
    private readonly Backoff _backoff;
    private readonly AddressRing _addresses;
    private readonly TimeProvider _time;
    private readonly TimeSpan _connectTimeout;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private TaskCompletionSource _reconnected = NewSignal();
    private Task? _connecting;
    private long _connectedAt;
    private int _connections;
    private bool _closed;

    public ConnectionKeeper(
        HubConnection connection, StateReporter state, Backoff backoff, GatewayClientOptions options, ILogger logger)
    {
        Connection = connection;
        _state = state;
        _backoff = backoff;
        _addresses = options.Addresses;
        _time = options.TimeProvider;
        _connectTimeout = options.ConnectTimeout;
        _logger = logger;
        Closing = _closing.Token;
        connection.Closed += OnClosedAsync;
        connection.Reconnecting += OnReconnectingAsync;
        connection.Reconnected += OnReconnectedAsync;
        if (connection.State == HubConnectionState.Connected)
        {
            _state.Set(GatewayConnectionState.Connected, null);
        }
    }

    public HubConnection Connection { get; }

    /// <summary>Cancelled when the client is closed.</summary>
    public CancellationToken Closing { get; }

    /// <summary>The number of the connection that there is, or was last.</summary>
    public int Number
    {
        get
        {
            lock (_gate)
            {
                return _connections;
            }
        }
    }

    /// <summary>Completes when connected. Cancelling stops the wait, not the attempts.</summary>
    /// <exception cref="GatewayException">The gateway refused for good.</exception>
    /// <exception cref="ObjectDisposedException">The client is closed.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        Task attempts;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(GatewayClient));
            if (_connecting is null && Connection.State == HubConnectionState.Connected)
            {
                _state.Set(GatewayConnectionState.Connected, null);
                attempts = Task.CompletedTask;
            }
            else
            {
                attempts = EnsureConnecting(null);
            }
        }

        _state.Raise();
        try
        {
            await attempts.WaitAsync(cancellationToken);
        }
        catch (Exception) when (Closing.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(GatewayClient));
        }
    }

    /// <summary>
    /// The gateway behind a connection is stopping. True when there is another address: the connection is left, and the next one is made at once.
    /// False when there is none, and the connection is kept as long as it lasts.
    /// </summary>
    public async Task<bool> ChangeOverAsync(int number)
    {
        if (_addresses.Count < 2)
        {
            return false;
        }

        lock (_gate)
        {
            if (_closed || _connecting is not null || _connections != number)
            {
                return true;
            }

            // Only one of the streams that are told of the stop ends the connection.
            _connections++;
        }

        await Connection.StopAsync(Closing);
        return true;
    }

    /// <summary>Ends all attempts for good; true for the first call.</summary>
    public async Task<bool> CloseAsync()
    {
        Task? attempts;
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            _closed = true;
            attempts = _connecting;
            _state.Set(GatewayConnectionState.Closed, null);
        }

        _state.Raise();
        await _closing.CancelAsync();
        Connection.Closed -= OnClosedAsync;
        Connection.Reconnecting -= OnReconnectingAsync;
        Connection.Reconnected -= OnReconnectedAsync;
        await (attempts ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _closing.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Called under the gate.</summary>
    private Task EnsureConnecting(Exception? cause)
    {
        if (_connecting is null)
        {
            var lost = _state.Current is GatewayConnectionState.Connected or GatewayConnectionState.Reconnecting;
            _state.Set(lost ? GatewayConnectionState.Reconnecting : GatewayConnectionState.Connecting, cause);
            var waits = lost && NextAfterLoss();
            _connecting = Task.Run(() => ConnectUntilItWorksAsync(waits), CancellationToken.None);
        }

        return _connecting;
    }

    /// <summary>The next address, after the loss of a connection. True when each has had its turn since one of them was good.</summary>
    private bool NextAfterLoss()
    {
        if (_time.GetElapsedTime(_connectedAt) >= StableAfter)
        {
            _addresses.Reset();
        }

        return _addresses.Next();
    }

    /// <param name="waits">Whether a wait comes before the first attempt: each address has had its turn.</param>
    private async Task ConnectUntilItWorksAsync(bool waits)
    {
        var refusals = new RefusalCount(_addresses.Count);
        for (int attempt = 0, waited = 0; ; attempt++)
        {
            try
            {
                if (waits)
                {
                    await WaitAsync(_backoff.Next(waited++));
                }

                await StartAsync();
            }
            catch (Exception error) when (Closing.IsCancellationRequested)
            {
                StopTrying(error);
                throw;
            }
            catch (Exception error)
            {
                // An attempt that found the connection reconnecting by itself says nothing about the address.
                waits = Connection.State != HubConnectionState.Disconnected || _addresses.Next();
                if (refusals.After(error) is { } refusal)
                {
                    StopTrying(refusal);
                    ExceptionDispatchInfo.Throw(refusal);
                }

                ClientLog.ConnectFailed(_logger, attempt, error);
                continue;
            }

            if (TryFinish())
            {
                return;
            }
        }
    }

    private async Task StartAsync()
    {
        if (Connection.State == HubConnectionState.Connected)
        {
            return;
        }

        using var timeout = TimeLimit.After(_connectTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, Closing);

        // Throws while the connection is starting or reconnecting by itself; the wait before the next attempt gives it time.
        await Connection.StartAsync(either.Token);
    }

    /// <summary>Waits, but not longer than until the connection has reconnected by itself.</summary>
    private async Task WaitAsync(TimeSpan delay)
    {
        try
        {
            await _reconnected.Task.WaitAsync(delay, _time, Closing);
        }
        catch (TimeoutException)
        {
            // The usual case: the wait is over.
        }
    }

    /// <summary>
    /// False when the connection was already lost again. Its Closed event found this loop running and left reconnecting to it, so the state
    /// is checked under the gate.
    /// </summary>
    private bool TryFinish()
    {
        lock (_gate)
        {
            if (Connection.State != HubConnectionState.Connected)
            {
                return false;
            }

            _connecting = null;
            _connections++;
            _connectedAt = _time.GetTimestamp();
            _reconnected = NewSignal();
            if (!_closed)
            {
                _state.Set(GatewayConnectionState.Connected, null);
            }
        }

        _state.Raise();
        return true;
    }

    private void StopTrying(Exception error)
    {
        lock (_gate)
        {
            _connecting = null;
            if (!_closed)
            {
                _state.Set(GatewayConnectionState.Disconnected, error);
            }
        }

        _state.Raise();
    }

    private Task OnClosedAsync(Exception? error) => OnLostAsync(error);

    private Task OnReconnectingAsync(Exception? error) => OnLostAsync(error);

    private Task OnLostAsync(Exception? error)
    {
        lock (_gate)
        {
            if (!_closed && Connection.State != HubConnectionState.Connected)
            {
                _ = EnsureConnecting(error);
            }
        }

        _state.Raise();
        return Task.CompletedTask;
    }

    private Task OnReconnectedAsync(string? connectionId)
    {
        lock (_gate)
        {
            _reconnected.TrySetResult();
        }

        return Task.CompletedTask;
    }
}
