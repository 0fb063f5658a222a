using Gateway.Web.Access.Callers;

namespace Gateway.Web.Sessions.Cluster.Trust;

/// <summary>At an edge, the owners of its sites have the duties of an owner.</summary>
internal sealed class SiteDuties(TrustedSites sites) : IOwnerDuties
{
    private const int MostAddresses = 3;
    private const int MostSites = 3;

    public bool AreHere => false;

    public string Where => sites.All.Count > MostSites
        ? $"{string.Join(", ", sites.All.Take(MostSites).Select(Describe))} or of one of {sites.All.Count - MostSites} other sites"
        : string.Join(" or ", sites.All.Select(Describe));

    private static string Describe(SiteTrust site)
    {
        var addresses = string.Join(", ", site.Keys.Owners.Select(owner => owner.Address).OfType<string>().Distinct(StringComparer.Ordinal).Take(MostAddresses));
        return $"the owner of site {site.Options.Site}{(addresses.Length > 0 ? $" ({addresses})" : "")}";
    }
}
