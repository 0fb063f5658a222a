using Gateway.Contracts;
using Gateway.Web.Sessions.Cluster;
using Gateway.Web.Sessions.Cluster.Edge;
using Gateway.Web.Sessions.Cluster.Trust;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Overview;

/// <summary>Reads how the gateway stands in its sites.</summary>
internal sealed class NodeFigures(
    ConditionBoard board, TrustedSites trust, PublishingBacklog unpublished, EdgeBacklog untaken, IOptions<ClusterOptions> options)
{
    /// <param name="sessions">The rows of all sessions.</param>
    /// <param name="before">The figures of the sample before, which are returned when nothing is different.</param>
    /// <returns>Null when the gateway belongs to no site.</returns>
    public OverviewNode? Read(IReadOnlyCollection<SessionRow> sessions, OverviewNode? before)
    {
        if (!options.Value.IsOn)
        {
            return null;
        }

        var counts = sessions.CountBy(row => row.Facts.Site ?? "").ToDictionary(StringComparer.Ordinal);
        var sites = board.All.Select(site => Read(site, counts.GetValueOrDefault(site.Options.Site))).ToArray();
        return before is not null && sites.SequenceEqual(before.Sites) ? before : new OverviewNode { Name = options.Value.NodeName, Role = options.Value.Role, Sites = sites };
    }

    private OverviewSite Read(ClusterCondition site, int sessions) => new()
    {
        Site = site.Options.Site,
        State = site.State ?? SiteState.Away,
        Detail = string.Join("; ", [.. site.Faults, .. trust.Find(site.Options.Site)?.Condition.Faults ?? []]) is { Length: > 0 } faults ? ShortText.Of(faults) : null,
        Sessions = sessions,
        UnpublishedEvents = site.Options.IsOwner ? unpublished.Events : null,
        UntakenMessages = site.Options.IsEdge ? untaken.MessagesOf(site.Options.Site) : null,
    };
}
