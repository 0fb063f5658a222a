namespace Gateway.Web.Front.Hubs;

/// <summary>Bounds of hub connections. Section <c>Gateway:Hub</c>.</summary>
internal sealed class GatewayHubOptions
{
    public const string Section = "Gateway:Hub";

    /// <summary>Longest message a client may send, bytes. SignalR's 32 KB holds some hundred item references only.</summary>
    public int MaxMessageBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// Hub calls of one connection that run at the same time. At SignalR's default of 1 the start of a stream waits behind
    /// every running command.
    /// </summary>
    public int MaxParallelInvocations { get; set; } = 32;

    /// <summary>Streams of one connection that run at the same time.</summary>
    public int MaxStreamsPerConnection { get; set; } = 64;

    /// <summary>A ping is sent when nothing else was for this long, seconds. By default clients give a gateway up that says nothing for 30.</summary>
    public int KeepAliveSeconds { get; set; } = 10;

    /// <summary>
    /// How often clients ping when they have nothing else to say, seconds; nothing tells them. SignalR's own default is 15; a client
    /// that is to ping more often has a setting for it.
    /// </summary>
    public int ClientPingSeconds { get; set; } = 15;

    /// <summary>A client silent for this long is gone, seconds.</summary>
    public int ClientTimeoutSeconds { get; set; } = 30;

    /// <summary>A client that takes nothing of what is sent for this long is cut off, seconds; it connects anew and resumes.</summary>
    public int SendTimeoutSeconds { get; set; } = 10;

    /// <summary>How long a client may take for the SignalR handshake, seconds.</summary>
    public int HandshakeTimeoutSeconds { get; set; } = 10;
}
