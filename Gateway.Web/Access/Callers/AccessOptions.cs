namespace Gateway.Web.Access.Callers;

/// <summary>How tokens are issued and checked.</summary>
internal sealed class AccessOptions
{
    public const string Section = "Gateway:Access";
    public const string DefaultIssuer = "gateway";
    public const string DefaultAudience = "gateway";
    public const int DefaultClockSkewSeconds = 30;

    /// <summary>Issuer of our tokens, and the only one accepted.</summary>
    public string Issuer { get; set; } = DefaultIssuer;

    /// <summary>Audience of our tokens, and the only one accepted.</summary>
    public string Audience { get; set; } = DefaultAudience;

    /// <summary>
    /// How far the clocks of two machines may be apart, seconds. A token is accepted this much longer than it says; what it
    /// started, connections and streams, ends when it says.
    /// </summary>
    public int ClockSkewSeconds { get; set; } = DefaultClockSkewSeconds;

    /// <summary>
    /// Make an admin token at every start and print it with the page's address. When nothing is set it is done on a terminal only: what is
    /// printed elsewhere is kept in files, journals and the logs of containers, and a token does not belong there.
    /// </summary>
    public bool? StartupToken { get; set; }

    public TimeSpan StartupTokenLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>A connection whose token ended and that was not renewed is closed after this time, seconds.</summary>
    public int EndedConnectionSeconds { get; set; } = 30;

    /// <summary>The signing key is replaced at this age, days. 0: only when an admin asks for it.</summary>
    public int SigningKeyDays { get; set; } = 90;

    /// <summary>
    /// A replaced key verifies until its last token in the list has ended, and at least this long, hours. Then it is deleted.
    /// </summary>
    public int RetiredKeyHours { get; set; } = 24;

    /// <summary>How long an ended token stays in the list, days.</summary>
    public int EndedTokenDays { get; set; } = 30;

    /// <summary>Longest life of any token issued here.</summary>
    public TimeSpan MaxTokenLifetime { get; set; } = TimeSpan.FromDays(366);
}
