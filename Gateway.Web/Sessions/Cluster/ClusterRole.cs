namespace Gateway.Web.Sessions.Cluster;

/// <summary>What a gateway does in its site.</summary>
internal enum ClusterRole
{
    /// <summary>It has workers, and publishes the events of its sessions.</summary>
    Owner,

    /// <summary>It has no workers, and serves the sessions of the site's owners from the log.</summary>
    Edge,
}
