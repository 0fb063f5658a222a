namespace Gateway.Web.Access.Login;

/// <summary>Log-in by name and password: the tokens it gives and how often it may be tried.</summary>
internal sealed class LoginOptions
{
    public const string Section = "Gateway:Login";

    /// <summary>Life of a token got by log-in.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Attempts for one user name in a window, from wherever they come. One that succeeds does not count.</summary>
    public int AttemptsPerUser { get; set; } = 10;

    /// <summary>Attempts from one remote address (of IPv6: from one /64 network) in a window. One that succeeds does not count.</summary>
    public int AttemptsPerAddress { get; set; } = 30;

    /// <summary>Length of the window, seconds. It starts with the first attempt.</summary>
    public int WindowSeconds { get; set; } = 300;

    /// <summary>
    /// A refusal is answered at a whole multiple of this, milliseconds, so that its time does not tell why. Above what the
    /// directory usually takes.
    /// </summary>
    public int RefusalStepMs { get; set; } = 500;

    /// <summary>Log-ins that ask the directory at the same time. The directory is asked by blocking calls, each on a thread of its own.</summary>
    public int MaxConcurrent { get; set; } = 8;
}
