using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Cluster.Trust;

/// <summary>The sites whose owners sign tokens: one, unless the gateway is an edge of several. May be used on any thread.</summary>
internal sealed class TrustedSites(IOptions<ClusterOptions> options, ILogger<TrustCondition> logger, TimeProvider time)
{
    public IReadOnlyList<SiteTrust> All { get; } = [.. options.Value.PerSite().Select(site => Create(site, options.Value.HasSites, logger, time))];

    /// <summary>How an edge of several sites takes part in each of them; empty for every other gateway.</summary>
    public IReadOnlyList<SiteMembership> Memberships => [.. options.Value.Sites];

    /// <summary>The site with the name; null when there is none.</summary>
    public SiteTrust? Find(string? name) => All.FirstOrDefault(site => site.Options.Site == name);

    private static SiteTrust Create(ClusterOptions site, bool isOneOfSeveral, ILogger<TrustCondition> logger, TimeProvider time)
    {
        var settings = Options.Create(site);
        var keys = new SiteKeys(settings, time);
        return new SiteTrust(site, keys, new TrustCondition(keys, settings, logger), new RequestConnection()) { RevokedBy = isOneOfSeveral ? site.Site : null };
    }
}
