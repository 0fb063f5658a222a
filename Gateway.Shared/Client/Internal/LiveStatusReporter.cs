using Microsoft.Extensions.Logging;

namespace Gateway.Client.Internal;

/// <summary>
/// Holds the status of live items and reports every transition once and in order, as <see cref="StateReporter"/> does for the connection:
/// without a lock, by the first thread that finds unreported transitions.
/// </summary>
internal sealed class LiveStatusReporter(Action<LiveStatusChangedEventArgs> handler, ILogger logger)
{
    private readonly object _gate = new();
    private readonly Queue<LiveStatusChangedEventArgs> _unreported = new();
    private bool _reporting;
    private LiveStatus _current = new() { State = LiveState.Connecting, Message = "The session is being found or opened." };

    public LiveStatus Current
    {
        get
        {
            lock (_gate)
            {
                return _current;
            }
        }
    }

    /// <summary>Records a transition; true when the status is another one.</summary>
    public bool Set(LiveStatus next)
    {
        lock (_gate)
        {
            if (_current == next)
            {
                return false;
            }

            _unreported.Enqueue(new LiveStatusChangedEventArgs(_current, next));
            _current = next;
            return true;
        }
    }

    /// <summary>Reports the recorded transitions. Must not be called under a lock.</summary>
    public void Raise()
    {
        while (Take() is { } change)
        {
            try
            {
                handler(change);
            }
            catch (Exception error)
            {
                // An exception of a handler must not prevent the items from being restored.
                ClientLog.StatusHandlerFailed(logger, error);
            }

            lock (_gate)
            {
                _reporting = false;
            }
        }
    }

    private LiveStatusChangedEventArgs? Take()
    {
        lock (_gate)
        {
            if (_reporting || _unreported.Count == 0)
            {
                return null;
            }

            _reporting = true;
            return _unreported.Dequeue();
        }
    }
}
