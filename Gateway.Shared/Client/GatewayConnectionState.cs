namespace Gateway.Client;

/// <summary>Where a <see cref="GatewayClient"/> stands with its connection.</summary>
public enum GatewayConnectionState
{
    /// <summary>Not connected and not trying: the client was never used, or the gateway refused the token.</summary>
    Disconnected,

    /// <summary>Trying for the first time, until it works.</summary>
    Connecting,

    Connected,

    /// <summary>The connection was lost; trying again until it works.</summary>
    Reconnecting,

    /// <summary>Closed by the application. Final.</summary>
    Closed,
}
