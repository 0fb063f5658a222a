namespace Gateway.Web.Sessions.Cluster;

/// <summary>The lease of a store: the process that publishes its sessions.</summary>
internal sealed record LeaseEntry(string Node, string Run, DateTime Since);
