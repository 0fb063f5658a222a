namespace Gateway.Web.Sessions.Cluster.Trust;

/// <summary>
/// What the gateway knows of the tokens of a site, and how that stands. At an owner only the condition is used. May be used on any thread.
/// </summary>
/// <param name="Options">The settings of the site.</param>
/// <param name="Keys">At an edge: the keys of the site's owners.</param>
/// <param name="Condition">How the exchange of keys and revocations goes.</param>
/// <param name="Line">At an edge: the connection for keys and requests.</param>
internal sealed record SiteTrust(ClusterOptions Options, SiteKeys Keys, TrustCondition Condition, RequestConnection Line)
{
    /// <summary>Where the revocations of the site are kept: its name, or null for the gateway's own set when the gateway has one site only.</summary>
    public string? RevokedBy { get; init; }
}
