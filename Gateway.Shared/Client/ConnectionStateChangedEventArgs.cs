namespace Gateway.Client;

/// <summary>One transition of the connection.</summary>
public sealed class ConnectionStateChangedEventArgs : EventArgs
{
    internal ConnectionStateChangedEventArgs(GatewayConnectionState previous, GatewayConnectionState current, Uri? address, Exception? error)
    {
        Previous = previous;
        Current = current;
        Address = address;
        Error = error;
    }

    public GatewayConnectionState Previous { get; }

    public GatewayConnectionState Current { get; }

    /// <summary>The address of the connection: of that which is there, was lost or is tried first. Null when the options name none.</summary>
    public Uri? Address { get; }

    /// <summary>The cause; null for a transition that the application asked for and for a connection that ended without an error.</summary>
    public Exception? Error { get; }
}
