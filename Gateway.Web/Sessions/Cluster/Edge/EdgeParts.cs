using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Cluster.Edge;

/// <summary>What all sessions of an edge share.</summary>
internal sealed record EdgeParts(ClusterGate Gate, EdgeReport Report, EdgeMetrics Metrics, TimeProvider Time, IOptions<ClusterOptions> Settings)
{
    public ClusterOptions Options => Settings.Value;
}
