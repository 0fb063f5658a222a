namespace Gateway.Client;

/// <summary>One transition of the connection.</summary>
public sealed class ConnectionStateChangedEventArgs : EventArgs
{
    internal ConnectionStateChangedEventArgs(GatewayConnectionState previous, GatewayConnectionState current, Exception? error)
    {
        Previous = previous;
        Current = current;
        Error = error;
    }

    public GatewayConnectionState Previous { get; }

    public GatewayConnectionState Current { get; }

    /// <summary>The cause; null for a transition that the application asked for and for a connection that ended without an error.</summary>
    public Exception? Error { get; }
}
