using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Keys;
using Gateway.Web.Access.Live;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Sessions.Cluster.Trust;

/// <summary>
/// The keys of all sites of an edge. A token counts for each site that publishes its key, and for no other unless a site accepts it. Somebody who
/// publishes the key of another site therefore opens the own sessions to that site's users, and takes nothing from them. May be used on any
/// thread.
/// </summary>
internal sealed class EdgeKeys(TrustedSites sites, RevokedTokens revoked) : ITokenKeys
{
    private readonly IReadOnlyList<SiteMembership> _memberships = sites.Memberships;

    // While one site is not known, a token with an unknown key may be that site's.
    public bool AreKnown => sites.All.All(site => site.Keys.AreKnown);

    public IReadOnlyList<ECDsaSecurityKey> Public =>
        [.. sites.All.Where(site => site.Keys.AreKnown).SelectMany(site => site.Keys.Public).DistinctBy(key => key.KeyId, StringComparer.Ordinal)];

    public SecurityKey? Find(string? kid) => sites.All.Select(site => site.Keys.Find(kid)).FirstOrDefault(key => key is not null);

    public bool TryReach(string kid, string tokenId, out SiteReach? reach)
    {
        reach = null;
        if (_memberships.Count == 0)
        {
            return true;
        }

        string[] own = [.. sites.All.Where(site => site.Keys.Find(kid) is not null && !revoked.Of(site.RevokedBy).Contains(tokenId)).Select(site => site.Options.Site)];
        if (own.Length == 0)
        {
            return false;
        }

        reach = ReachOf(own);
        return true;
    }

    private SiteReach ReachOf(string[] own) => new(
        own,
        [.. _memberships.Where(site => site.AcceptTokensOf.Any(own.Contains) && !own.Contains(site.Site)).Select(site => site.Site)],
        _memberships.Any(site => site.Administers && own.Contains(site.Site)));
}
