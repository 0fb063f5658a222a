namespace Gateway.Web.Front.Hardening;

/// <summary>Limits and rules of all HTTP requests. Section <c>Gateway:Http</c>.</summary>
internal sealed class HardeningOptions
{
    public const string Section = "Gateway:Http";

    /// <summary>
    /// Origins, such as <c>https://dashboard.example</c>, whose pages may call the REST interface and connect to the hub, beside the
    /// gateway's own page. Empty, the default: browsers let no page of another origin read answers of the REST interface, but any page that
    /// has a token may open a WebSocket to the hub.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// Addresses of reverse proxies whose headers <c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c> and <c>X-Forwarded-Prefix</c> are
    /// trusted. When the gateway is behind a proxy that is not listed, limits per address see only the proxy's address.
    /// </summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>
    /// The path below which a reverse proxy offers the gateway, such as <c>/gateway</c>, if the proxy passes it on. A proxy that takes
    /// it away says so by <c>X-Forwarded-Prefix</c>. Empty: the gateway is at the root.
    /// </summary>
    public string PathBase { get; set; } = "";

    /// <summary>Whether http requests are redirected to the https address.</summary>
    public bool RedirectToHttps { get; set; }

    /// <summary>For how many days browsers that came over https must use https only (HSTS); 0 sends no such header.</summary>
    public int HstsDays { get; set; }

    /// <summary>Largest number of requests to <c>/api</c> from one remote address (with IPv6: one /64 network) in a window.</summary>
    public int RequestsPerAddress { get; set; } = 600;

    /// <summary>
    /// Largest number of negotiations of hub connections from one such address in a window. Each negotiation keeps memory until its
    /// connection is opened, or for 15 seconds.
    /// </summary>
    public int NegotiationsPerAddress { get; set; } = 600;

    public int RequestWindowSeconds { get; set; } = 60;

    /// <summary>Largest body of a request, in bytes. Hub messages have their own limit.</summary>
    public int MaxRequestBodyBytes { get; set; } = 256 * 1024;

    /// <summary>Largest total size of the headers of a request, in bytes. The longest allowed token fits.</summary>
    public int MaxRequestHeaderBytes { get; set; } = 32 * 1024;

    public int MaxRequestHeaders { get; set; } = 64;

    /// <summary>How long a client may take to send its headers, in seconds.</summary>
    public int HeaderTimeoutSeconds { get; set; } = 10;

    /// <summary>Largest number of open connections, WebSockets included.</summary>
    public int MaxConnections { get; set; } = 10_000;
}
