namespace Gateway.Web.Access.Callers;

/// <summary>How tokens are issued and checked. Section <c>Gateway:Access</c>.</summary>
internal sealed class AccessOptions
{
    public const string Section = "Gateway:Access";
    public const string DefaultIssuer = "gateway";
    public const string DefaultAudience = "gateway";
    public const int DefaultClockSkewSeconds = 30;

    /// <summary>The issuer of the gateway's own tokens.</summary>
    public string Issuer { get; set; } = DefaultIssuer;

    /// <summary>The audience of the gateway's own tokens.</summary>
    public string Audience { get; set; } = DefaultAudience;

    /// <summary>
    /// How far the clocks of two machines may differ, in seconds. A token is accepted this much longer than its expiry time. The
    /// connections and streams that it started end at its expiry time.
    /// </summary>
    public int ClockSkewSeconds { get; set; } = DefaultClockSkewSeconds;

    /// <summary>
    /// Whether an admin token is created at every start and printed with the page's address. When nothing is set, this happens on a
    /// terminal only, because output elsewhere is kept in files, journals and container logs, where a token must not be.
    /// </summary>
    public bool? StartupToken { get; set; }

    public TimeSpan StartupTokenLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>A connection whose token has expired or was revoked, and was not renewed, is closed after this time, in seconds.</summary>
    public int EndedConnectionSeconds { get; set; } = 30;

    /// <summary>The signing key is replaced at this age, in days. 0 means that only an admin replaces it.</summary>
    public int SigningKeyDays { get; set; } = 90;

    /// <summary>
    /// A replaced key verifies tokens at least this long, in hours, and until the last listed token that it signed has expired. Then it
    /// is deleted.
    /// </summary>
    public int RetiredKeyHours { get; set; } = 24;

    /// <summary>How long an expired token stays in the list, in days.</summary>
    public int EndedTokenDays { get; set; } = 30;

    /// <summary>Longest lifetime of a token that the gateway issues.</summary>
    public TimeSpan MaxTokenLifetime { get; set; } = TimeSpan.FromDays(366);
}
