using Microsoft.Extensions.Logging;

namespace Gateway.Client.Internal;

/// <summary>
/// Holds the connection state and reports every transition exactly once and in order. No lock is held while the application's handlers
/// run: the first thread that finds unreported transitions reports them, and other threads leave theirs to it.
/// </summary>
internal sealed class StateReporter(Action<ConnectionStateChangedEventArgs> handler, AddressRing addresses, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Queue<ConnectionStateChangedEventArgs> _unreported = new();
    private bool _reporting;
    private GatewayConnectionState _current;

    public GatewayConnectionState Current
    {
        get
        {
            lock (_gate)
            {
                return _current;
            }
        }
    }

    /// <summary>Records a transition; there is none when the state does not change or is final.</summary>
    public void Set(GatewayConnectionState next, Exception? error)
    {
        lock (_gate)
        {
            if (_current != next && _current != GatewayConnectionState.Closed)
            {
                _unreported.Enqueue(new ConnectionStateChangedEventArgs(_current, next, addresses.Current, error));
                _current = next;
            }
        }
    }

    /// <summary>Reports the recorded transitions. Must not be called under a lock.</summary>
    public void Raise()
    {
        while (TryTake(out var change))
        {
            ClientLog.ConnectionStateChanged(logger, change.Previous, change.Current, change.Error);
            if (change.Current == GatewayConnectionState.Reconnecting)
            {
                ClientLog.ConnectionLost(logger, change.Error?.Message ?? "the gateway closed it.");
            }

            try
            {
                handler(change);
            }
            catch (Exception error)
            {
                // An exception of a handler must not prevent the client from reconnecting.
                ClientLog.StateHandlerFailed(logger, error);
            }

            lock (_gate)
            {
                _reporting = false;
            }
        }
    }

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ConnectionStateChangedEventArgs? change)
    {
        lock (_gate)
        {
            change = null;
            if (_reporting || !_unreported.TryDequeue(out change))
            {
                return false;
            }

            _reporting = true;
            return true;
        }
    }
}
