namespace Gateway.Web.Sessions.Cluster;

/// <summary>What the gateway does for its site. The numbers are values of a metric.</summary>
internal enum ClusterStatus
{
    /// <summary>No site is configured.</summary>
    Off = 0,

    /// <summary>NATS cannot be used now.</summary>
    Away = 1,

    /// <summary>Another gateway publishes for the same store.</summary>
    Refused = 2,

    Publishing = 3,

    /// <summary>This gateway is an edge, and serves the sessions of other nodes.</summary>
    Serving = 4,
}
