using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Sessions.Cluster.Trust;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>What works while the gateway is connected to its site.</summary>
internal sealed record ClusterParts(ClusterGate Gate, OwnerLease Lease, PublishedSessions Sessions, SiteDirectory Directory, TrustPublisher Trust, NatsConnector Connector);
