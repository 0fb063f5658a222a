using System.Net.WebSockets;
using Gateway.Client.Internal;
using Gateway.Errors;
using Microsoft.Extensions.Logging;

namespace Gateway.Client;

/// <summary>How a <see cref="GatewayClient"/> connects and keeps connected.</summary>
public sealed class GatewayClientOptions
{
    private ILoggerFactory? _loggerFactory;
    private MessageBound _bound = new();
    private TokenSource? _tokens;
    private AddressRing? _addresses;

    /// <summary>
    /// Where the gateway is: http, https, ws or wss. Without a path the hub's own is used. Needed by
    /// <see cref="GatewayClient.Create"/> only; a connection brought along knows its address.
    /// </summary>
    public Uri? Url { get; init; }

    /// <summary>
    /// Instead of <see cref="Url"/>: the addresses at which the gateway can be reached, such as those of the nodes of a site. The first one is tried
    /// first. When a connection cannot be made or is lost, the next address is tried at once, and after a round of all of them the client
    /// waits as it does with one address.
    /// </summary>
    public IReadOnlyList<Uri>? Urls { get; init; }

    /// <summary>
    /// Gives the bearer token, asked before every connect, and before the token of a running connection ends, to renew it in
    /// place. Null, or a null result, sends none. May be called on any thread.
    /// </summary>
    public Func<CancellationToken, ValueTask<string?>>? TokenProvider { get; init; }

    /// <summary>Encoding of the hub's messages. Default MessagePack.</summary>
    public GatewayHubProtocol Protocol { get; init; }

    /// <summary>
    /// Called when the token can no longer be renewed; streams end with <c>TokenExpired</c> when it expires. May be called on any thread.
    /// </summary>
    public Action<GatewayException>? OnTokenFailure { get; init; }

    /// <summary>Configures the WebSocket just before it connects, for example its proxy, certificates and headers.</summary>
    public Action<ClientWebSocketOptions>? ConfigureWebSocket { get; init; }

    /// <summary>Longest wait before the first retry; it doubles with each further retry. Default 250 ms.</summary>
    public TimeSpan BackoffBase { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The wait before a retry never exceeds this. Default 10 s.</summary>
    public TimeSpan BackoffCap { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>One attempt to connect is given up after this long. Default 15 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// A ping is sent when nothing else was for this long, in steps of a second. At most half of the gateway's
    /// <c>Gateway:Hub:ClientTimeoutSeconds</c>, or it takes the client for gone. Default 15 s.
    /// </summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The client connects again when it receives nothing from the gateway for this long. At least twice the gateway's <c>Gateway:Hub:KeepAliveSeconds</c>. Default 30 s.
    /// </summary>
    public TimeSpan ServerTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Clock of waits and time-outs.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Source of jitter. Need not be thread-safe; it is used under a lock.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>Makes the loggers of the client and of its connection. Null logs nothing, or, in a container, to the container's loggers.</summary>
    public ILoggerFactory? LoggerFactory
    {
        get => _loggerFactory;
        init => _loggerFactory = value;
    }

    /// <inheritdoc cref="Tokens"/>
    internal MessageBound Bound => _bound;

    /// <summary>Shared by the connection and the client that have these options.</summary>
    internal TokenSource Tokens => LazyInitializer.EnsureInitialized(ref _tokens, () => new TokenSource(TokenProvider, TimeProvider));

    /// <summary>Shared like <see cref="Tokens"/>: the client decides which address is next, and the connection goes there.</summary>
    internal AddressRing Addresses => LazyInitializer.EnsureInitialized(ref _addresses, () => new AddressRing(Urls ?? (Url is null ? [] : [Url])));

    /// <summary>The same options for a client of its own, which logs to <paramref name="loggers"/> unless the options name a factory.</summary>
    internal GatewayClientOptions ForContainer(ILoggerFactory? loggers)
    {
        var copy = (GatewayClientOptions)MemberwiseClone();
        copy._loggerFactory ??= loggers;
        copy._bound = new MessageBound();
        copy._tokens = null;
        copy._addresses = null;
        return copy;
    }
}
