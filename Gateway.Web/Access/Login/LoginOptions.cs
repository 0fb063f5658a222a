namespace Gateway.Web.Access.Login;

/// <summary>Log-in by name and password: the tokens that it gives and how often it may be tried.</summary>
internal sealed class LoginOptions
{
    public const string Section = "Gateway:Login";

    /// <summary>Lifetime of a token that a log-in gives.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Largest number of attempts for one user name in a window, from all addresses together. A successful attempt does not count.
    /// </summary>
    public int AttemptsPerUser { get; set; } = 10;

    /// <summary>
    /// Largest number of attempts from one remote address (with IPv6: one /64 network) in a window. A successful attempt does not
    /// count.
    /// </summary>
    public int AttemptsPerAddress { get; set; } = 30;

    /// <summary>Length of the window, in seconds. It starts with the first attempt.</summary>
    public int WindowSeconds { get; set; } = 300;

    /// <summary>
    /// A refusal is answered at a whole multiple of this time, in milliseconds, so that the time of the answer does not reveal the
    /// reason. Set it to more than the time that the directory usually takes.
    /// </summary>
    public int RefusalStepMs { get; set; } = 500;

    /// <summary>Largest number of log-ins that use the directory at the same time. Each of them blocks a thread of its own.</summary>
    public int MaxConcurrent { get; set; } = 8;
}
