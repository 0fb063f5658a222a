namespace Gateway.Web.Front.Hubs;

/// <summary>Bounds of hub connections. Section <c>Gateway:Hub</c>.</summary>
internal sealed class GatewayHubOptions
{
    public const string Section = "Gateway:Hub";

    /// <summary>
    /// Longest message that a client may send, in bytes. SignalR's default of 32 KB holds only about a hundred item references.
    /// </summary>
    public int MaxMessageBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// Largest number of hub calls of one connection that run at the same time. With SignalR's default of 1, the start of a stream
    /// would wait until a running command has ended.
    /// </summary>
    public int MaxParallelInvocations { get; set; } = 32;

    /// <summary>Largest number of streams of one connection that run at the same time.</summary>
    public int MaxStreamsPerConnection { get; set; } = 64;

    /// <summary>Streams that one connection may start in a minute; never fewer than it may have at the same time.</summary>
    public int StreamStartsPerMinute { get; set; } = 600;

    /// <summary>
    /// Server-Sent Events and long polling are off. They serve networks that do not pass WebSockets, and cost a request for each call
    /// and, with long polling, for each answer.
    /// </summary>
    public bool WebSocketsOnly { get; set; }

    /// <summary>
    /// A ping is sent this often, in seconds, over a WebSocket unless something else was just sent. A client hears something within twice this
    /// time. By default clients close a connection that is silent for 30 seconds.
    /// </summary>
    public int KeepAliveSeconds { get; set; } = 10;

    /// <summary>
    /// How often clients send a ping when they send nothing else, in seconds. The gateway cannot tell them: SignalR's default is 15,
    /// and a client that has to send pings more often has its own setting for it.
    /// </summary>
    public int ClientPingSeconds { get; set; } = 15;

    /// <summary>
    /// A client that is silent for this long is disconnected within the next 2 seconds, without waiting for it to take part; in seconds.
    /// SignalR applies this to clients that have sent a ping at least once, as all of Microsoft's do.
    /// </summary>
    public int ClientTimeoutSeconds { get; set; } = 30;

    /// <summary>
    /// A client that receives nothing for this long while something is being sent is disconnected, in seconds. It can reconnect and
    /// resume.
    /// </summary>
    public int SendTimeoutSeconds { get; set; } = 10;

    /// <summary>How long a client may take for the SignalR handshake, seconds.</summary>
    public int HandshakeTimeoutSeconds { get; set; } = 10;
}
