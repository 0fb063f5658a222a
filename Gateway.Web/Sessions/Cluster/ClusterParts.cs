namespace Gateway.Web.Sessions.Cluster;

/// <summary>What works while the gateway is connected to its site.</summary>
internal sealed record ClusterParts(
    ClusterCondition Condition, ClusterGate Gate, OwnerLease Lease, PublishedSessions Sessions, SiteDirectory Directory, SnapshotAnswers Answers,
    EdgeSubscribers Subscribers);
