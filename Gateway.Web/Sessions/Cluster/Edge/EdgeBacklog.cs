using System.Collections.Concurrent;

namespace Gateway.Web.Sessions.Cluster.Edge;

/// <summary>The sessions of other nodes whose events this gateway reads, and what it still has to take of them. May be used on any thread.</summary>
internal sealed class EdgeBacklog
{
    private readonly ConcurrentDictionary<SessionReplica, byte> _replicas = new();

    /// <summary>Sessions whose events are read.</summary>
    public int Loaded => _replicas.Count;

    /// <summary>Messages of the logs of all sites that were not taken.</summary>
    public long Messages => _replicas.Keys.Sum(replica => (long)replica.Pending);

    /// <summary>Messages of the log of a site that were not taken.</summary>
    public long MessagesOf(string site) => _replicas.Keys.Where(replica => replica.Site == site).Sum(replica => (long)replica.Pending);

    public void Add(SessionReplica replica) => _replicas[replica] = 0;

    public void Remove(SessionReplica replica) => _replicas.TryRemove(replica, out _);
}
