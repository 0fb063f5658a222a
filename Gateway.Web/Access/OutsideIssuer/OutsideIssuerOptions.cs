using Gateway.Web.Access.Callers;

namespace Gateway.Web.Access.OutsideIssuer;

/// <summary>An OpenID Connect authority whose tokens are accepted beside our own. Without <see cref="Authority"/> there is none.</summary>
internal sealed class OutsideIssuerOptions
{
    public const string Section = "Gateway:OutsideIssuer";
    public const int LeastRefreshMinutes = 5;

    /// <summary>
    /// Address of the authority; its metadata is read from <c>/.well-known/openid-configuration</c> below it. https, unless it is
    /// on this machine or <see cref="AllowHttp"/> is set.
    /// </summary>
    public string? Authority { get; set; }

    /// <summary>Issuer its tokens name; the authority itself when not set. Its metadata must name the same.</summary>
    public string? Issuer { get; set; }

    /// <summary>Audience that its tokens must have.</summary>
    public string? Audience { get; set; }

    /// <summary>Allows the metadata and keys to be fetched over http from another machine.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Signature algorithms accepted. Only asymmetric ones can be listed. Without any, RS256 and ES256.</summary>
    public IList<string> Algorithms { get; } = [];

    /// <summary>Claim that becomes the subject.</summary>
    public string SubjectClaim { get; set; } = "sub";

    /// <summary>Put before the subject, so that none of its users can be one of ours.</summary>
    public string SubjectPrefix { get; set; } = "oidc:";

    /// <summary>Claim with gateway scopes: a text with blanks between them, or an array. Empty to take none from a claim.</summary>
    public string ScopeClaim { get; set; } = "scope";

    /// <summary>Scopes that may come from <see cref="ScopeClaim"/>. Without any, all but <c>admin</c>.</summary>
    public IList<string> AllowedScopes { get; } = [];

    /// <summary>Claim with session tags, in the same forms. Empty to take none from a claim.</summary>
    public string SessionTagsClaim { get; set; } = ClaimNames.SessionTags;

    /// <summary>Rights for claims with a certain value, such as a role or a group.</summary>
    public IList<ClaimGrant> Grants { get; } = [];

    /// <summary>Keys are read anew at this interval, minutes. Less than 5 counts as 5; up to a twentieth is added at random.</summary>
    public int RefreshMinutes { get; set; } = 60;

    /// <summary>
    /// Least time between two attempts to read the keys, seconds: a token with an unknown key causes one at most this often. Only
    /// the first attempts of a process follow each other sooner, with growing distances, until one succeeds.
    /// </summary>
    public int MinRefreshSeconds { get; set; } = 30;

    /// <summary>How long keys are used while the authority cannot be reached, minutes.</summary>
    public int MaxKeyAgeMinutes { get; set; } = 24 * 60;

    /// <summary>Bound of one attempt to read metadata and keys, seconds.</summary>
    public int TimeoutSeconds { get; set; } = 5;
}
