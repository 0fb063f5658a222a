namespace Gateway.Web.Sessions.Cluster.JetStream;

/// <summary>The names that a site has in NATS.</summary>
internal sealed class SiteNames(string site)
{
    /// <summary>The stream with the events of all sessions of the site.</summary>
    public string Stream { get; } = $"GATEWAY_{site}_EVENTS";

    /// <summary>Bucket of the sessions that the site has.</summary>
    public string Sessions { get; } = $"gateway_{site}_sessions";

    /// <summary>Bucket of the leases of owners.</summary>
    public string Owners { get; } = $"gateway_{site}_owners";

    /// <summary>Bucket of the public signing keys of owners.</summary>
    public string Keys { get; } = $"gateway_{site}_keys";

    /// <summary>Bucket of revoked tokens.</summary>
    public string Revocations { get; } = $"gateway_{site}_revocations";

    public string AllEvents { get; } = $"gateway.{site}.events.*";

    /// <summary>Where the owner with this store takes commands and other calls of edges.</summary>
    public string CommandsOf(string instance) => $"gateway.{site}.requests.{instance}.command";

    /// <summary>Where the owner with the store of this instance is asked for snapshots.</summary>
    public string SnapshotsOf(string instance) => $"gateway.{site}.requests.{instance}.snapshot";

    /// <summary>Where the owner with the store of this instance is told of the sessions that have subscribers at edges.</summary>
    public string KeepAlivesOf(string instance) => $"gateway.{site}.requests.{instance}.keepalive";

    public string EventsOf(string sessionId) => $"gateway.{site}.events.{sessionId}";
}
