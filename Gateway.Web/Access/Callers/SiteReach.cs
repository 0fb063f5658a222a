namespace Gateway.Web.Access.Callers;

/// <summary>
/// Where the rights of a token count, at a gateway that serves the sessions of several sites. Each site is a domain of trust of its own:
/// what one of them signs says nothing about another.
/// </summary>
/// <param name="Own">The sites by whose keys the token is verified, in the order of the settings. Its rights count for their sessions.</param>
/// <param name="Read">Other sites, which accept tokens of these for listing and reading their sessions.</param>
/// <param name="Administers">Whether the token's rights count for the gateway as a whole, too.</param>
internal sealed record SiteReach(IReadOnlyList<string> Own, IReadOnlyList<string> Read, bool Administers)
{
    /// <summary>The site that the token's subject is a user of. The same subject of another site is somebody else.</summary>
    public string Home => Own[0];

    /// <summary>Whether the token's rights count for sessions of the site; false for what belongs to no site.</summary>
    public bool Owns(string? site) => site is not null && Own.Contains(site, StringComparer.Ordinal);

    /// <summary>Whether the token may list and read sessions of the site within its rights.</summary>
    public bool Reads(string? site) => Owns(site) || (site is not null && Read.Contains(site, StringComparer.Ordinal));
}
