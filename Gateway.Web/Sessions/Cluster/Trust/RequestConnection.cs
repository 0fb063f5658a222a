using NATS.Client.Core;

namespace Gateway.Web.Sessions.Cluster.Trust;

/// <summary>The connection of an edge for keys and requests while there is one. May be used on any thread.</summary>
internal sealed class RequestConnection
{
    private volatile NatsConnection? _current;

    /// <summary>Null while NATS is away.</summary>
    public NatsConnection? Current
    {
        get => _current;
        set => _current = value;
    }
}
