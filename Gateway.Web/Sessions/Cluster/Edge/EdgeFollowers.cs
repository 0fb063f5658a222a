namespace Gateway.Web.Sessions.Cluster.Edge;

/// <summary>What works while an edge is connected to its site.</summary>
internal sealed record EdgeFollowers(ClusterGate Gate, EdgeSessions Sessions, DirectoryWatch Directory, OwnerWatch Owners, KeepAliveSender KeepAlives);
