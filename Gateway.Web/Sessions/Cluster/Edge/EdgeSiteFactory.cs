using Gateway.Web.Sessions.Cluster.JetStream;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Cluster.Edge;

/// <summary>Makes what an edge has of each of its sites.</summary>
internal sealed class EdgeSiteFactory(EdgeShared shared, ConditionBoard board, OwnerIdentity node, ClusterMetrics metrics, ILoggerFactory loggers)
{
    /// <summary>The sites of the settings; none unless the gateway is an edge.</summary>
    public IReadOnlyList<EdgeSite> CreateAll() => [.. board.All.Where(site => site.Options.IsEdge).Select(Create)];

    private EdgeSite Create(ClusterCondition condition)
    {
        var settings = Options.Create(condition.Options);
        var report = new EdgeReport(shared.Metrics, loggers.CreateLogger<EdgeReport>()) { Site = condition.Options.Site };
        var parts = new EdgeParts(new ClusterGate(), report, shared.Metrics, shared.Time, settings) { HasNeighbours = board.All.Count > 1 };
        var sessions = new EdgeSessions(shared.Sessions, shared.Assembler, shared.Callers, shared.Unknown, parts);
        sessions.BecomeUnknown();
        var owners = new OwnerWatch(sessions, parts, loggers.CreateLogger<OwnerWatch>());
        var followers = new EdgeFollowers(parts.Gate, sessions, new DirectoryWatch(sessions), owners, new KeepAliveSender(sessions, parts));
        return new EdgeSite(condition, new NatsConnector(settings, node, metrics), followers, shared.Time);
    }
}
