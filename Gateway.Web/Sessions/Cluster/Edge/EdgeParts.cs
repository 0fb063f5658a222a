using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Cluster.Edge;

/// <summary>What all sessions of a site share at an edge.</summary>
internal sealed record EdgeParts(ClusterGate Gate, EdgeReport Report, EdgeMetrics Metrics, TimeProvider Time, IOptions<ClusterOptions> Settings)
{
    /// <summary>The settings of the site.</summary>
    public ClusterOptions Options => Settings.Value;

    /// <summary>Whether the edge serves other sites too, which must not wait for this one.</summary>
    public bool HasNeighbours { get; init; }
}
