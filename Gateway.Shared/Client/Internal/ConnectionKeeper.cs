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
    private readonly Lock _gate = new();
    private readonly StateReporter _state;
    private readonly Backoff _backoff;
    private readonly TimeProvider _time;
    private readonly TimeSpan _connectTimeout;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private TaskCompletionSource _reconnected = NewSignal();
    private Task? _connecting;
    private bool _closed;

    public ConnectionKeeper(
        HubConnection connection, StateReporter state, Backoff backoff, GatewayClientOptions options, ILogger logger)
    {
        Connection = connection;
        _state = state;
        _backoff = backoff;
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
            _connecting = Task.Run(() => ConnectUntilItWorksAsync(lost), CancellationToken.None);
        }

        return _connecting;
    }

    private async Task ConnectUntilItWorksAsync(bool lost)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                if (lost || attempt > 0)
                {
                    await WaitAsync(_backoff.Next(lost ? attempt : attempt - 1));
                }

                await StartAsync();
            }
            catch (Exception error) when (Closing.IsCancellationRequested || error is GatewayException { Duty: ErrorDuty.GiveUp })
            {
                StopTrying(error);
                throw;
            }
            catch (Exception error)
            {
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
