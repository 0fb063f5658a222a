namespace Gateway.Web.Access;

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

    /// <summary>How far the clocks of two machines may be apart, seconds. A token lives this much longer than it says.</summary>
    public int ClockSkewSeconds { get; set; } = DefaultClockSkewSeconds;

    /// <summary>Make an admin token at every start and hand it to the host, which prints it to the console.</summary>
    public bool StartupToken { get; set; } = true;

    public TimeSpan StartupTokenLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Longest life of any token issued here.</summary>
    public TimeSpan MaxTokenLifetime { get; set; } = TimeSpan.FromDays(366);
}
