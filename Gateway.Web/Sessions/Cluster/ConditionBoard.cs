using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>The conditions of all sites that the gateway takes part in: one, unless it is an edge of several.</summary>
internal sealed class ConditionBoard(IOptions<ClusterOptions> options, ILogger<ClusterCondition> logger)
{
    public IReadOnlyList<ClusterCondition> All { get; } = [.. options.Value.PerSite().Select(site => new ClusterCondition(Options.Create(site), logger))];

    /// <summary>Whether the gateway is an edge of several sites, so that a fault needs the name of its site.</summary>
    public bool HasSites => options.Value.HasSites;

    /// <summary>A fault in words, with the site if there may be several.</summary>
    public string Describe(ClusterOptions site, string fault) => HasSites ? $"site {site.Site}: {fault}" : fault;
}
