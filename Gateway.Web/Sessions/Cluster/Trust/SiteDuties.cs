using Gateway.Web.Access.Callers;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Cluster.Trust;

/// <summary>At an edge, the owner of the site has the duties of an owner.</summary>
internal sealed class SiteDuties(SiteKeys keys, IOptions<ClusterOptions> options) : IOwnerDuties
{
    private const int MostAddresses = 3;

    public bool AreHere => false;

    public string Where
    {
        get
        {
            var addresses = string.Join(", ", keys.Owners.Select(owner => owner.Address).OfType<string>().Distinct(StringComparer.Ordinal).Take(MostAddresses));
            return $"the owner of site {options.Value.Site}{(addresses.Length > 0 ? $" ({addresses})" : "")}";
        }
    }
}
