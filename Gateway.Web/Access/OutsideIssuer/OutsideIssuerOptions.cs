using Gateway.Web.Access.Callers;

namespace Gateway.Web.Access.OutsideIssuer;

/// <summary>
/// An OpenID Connect authority whose tokens are accepted besides the gateway's own. Without <see cref="Authority"/> only the gateway's
/// own tokens are accepted.
/// </summary>
internal sealed class OutsideIssuerOptions
{
    public const string Section = "Gateway:OutsideIssuer";
    public const int LeastRefreshMinutes = 5;

    /// <summary>
    /// Address of the authority. Its metadata is read from <c>/.well-known/openid-configuration</c> below this address. It must use
    /// https, unless the authority is on this machine or <see cref="AllowHttp"/> is set.
    /// </summary>
    public string? Authority { get; set; }

    /// <summary>
    /// The issuer that the authority's tokens name; the authority's address when this is not set. The authority's metadata must name
    /// the same issuer.
    /// </summary>
    public string? Issuer { get; set; }

    /// <summary>The audience that the tokens must have.</summary>
    public string? Audience { get; set; }

    /// <summary>Allows the metadata and the keys to be read over http from another machine.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>
    /// Accepted signature algorithms. Only asymmetric algorithms can be listed. Without any, RS256 and ES256 are accepted.
    /// </summary>
    public IList<string> Algorithms { get; } = [];

    /// <summary>The claim that becomes the subject.</summary>
    public string SubjectClaim { get; set; } = "sub";

    /// <summary>A prefix of the subject, so that no user of the authority gets the subject of a user from another source.</summary>
    public string SubjectPrefix { get; set; } = "oidc:";

    /// <summary>
    /// The claim with gateway scopes: a text with spaces between them, or an array. When it is empty, no scopes come from a claim.
    /// </summary>
    public string ScopeClaim { get; set; } = "scope";

    /// <summary>The scopes that may come from <see cref="ScopeClaim"/>. Without any, all scopes except <c>admin</c>.</summary>
    public IList<string> AllowedScopes { get; } = [];

    /// <summary>The claim with session tags, in the same two forms. When it is empty, no tags come from a claim.</summary>
    public string SessionTagsClaim { get; set; } = ClaimNames.SessionTags;

    /// <summary>Rights for tokens that have a claim with a certain value, such as a role or a group.</summary>
    public IList<ClaimGrant> Grants { get; } = [];

    /// <summary>
    /// The keys are read again at this interval, in minutes. A value below 5 has the effect of 5; up to a twentieth is added at random.
    /// </summary>
    public int RefreshMinutes { get; set; } = 60;

    /// <summary>
    /// Shortest time between two attempts to read the keys, in seconds: tokens with unknown keys cause at most one attempt in this
    /// time. Only the first attempts of a process, until one succeeds, follow each other faster, at growing intervals.
    /// </summary>
    public int MinRefreshSeconds { get; set; } = 30;

    /// <summary>How long keys are used while the authority cannot be reached, in minutes.</summary>
    public int MaxKeyAgeMinutes { get; set; } = 24 * 60;

    /// <summary>Time limit of one attempt to read the metadata and the keys, in seconds.</summary>
    public int TimeoutSeconds { get; set; } = 5;
}
