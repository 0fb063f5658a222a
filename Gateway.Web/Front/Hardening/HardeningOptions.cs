namespace Gateway.Web.Front.Hardening;

/// <summary>Bounds and rules of all HTTP requests.</summary>
internal sealed class HardeningOptions
{
    public const string Section = "Gateway:Http";

    /// <summary>Origins, such as <c>https://dashboard.example</c>, whose pages may call the REST interface and the hub. None by default.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// Addresses of reverse proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed. Without them, limits
    /// per address see one address: the proxy's.
    /// </summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>Answer http requests with the https address.</summary>
    public bool RedirectToHttps { get; set; }

    /// <summary>Tell browsers over https to use nothing else for this many days; 0 to tell them nothing.</summary>
    public int HstsDays { get; set; }

    /// <summary>Requests to <c>/api</c> from one remote address (of IPv6: from one /64 network) in a window.</summary>
    public int RequestsPerAddress { get; set; } = 600;

    /// <summary>
    /// Negotiations of hub connections from one such address in a window. Each keeps memory until its connection comes or for 15 seconds.
    /// </summary>
    public int NegotiationsPerAddress { get; set; } = 600;

    public int RequestWindowSeconds { get; set; } = 60;

    /// <summary>Longest body of a request, bytes. Hub messages have their own limit.</summary>
    public int MaxRequestBodyBytes { get; set; } = 256 * 1024;

    /// <summary>Longest headers of a request together, bytes. A token of the greatest length fits.</summary>
    public int MaxRequestHeaderBytes { get; set; } = 32 * 1024;

    public int MaxRequestHeaders { get; set; } = 64;

    /// <summary>How long a client may take to send its headers, seconds.</summary>
    public int HeaderTimeoutSeconds { get; set; } = 10;

    /// <summary>Open connections, WebSockets included.</summary>
    public int MaxConnections { get; set; } = 10_000;
}
