using Gateway.Contracts;
using Gateway.Web.Platform.Settings;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>The NATS servers of the site, and what this gateway does there. Section <c>Gateway:Cluster</c>.</summary>
internal sealed class ClusterOptions
{
    public const string Section = "Gateway:Cluster";

    /// <summary>Addresses of NATS servers, separated by commas, such as <c>nats://plant-nats:4222</c> or <c>tls://…</c>; empty: the gateway belongs to no site.</summary>
    public string Url { get; set; } = "";

    /// <summary>Whether this gateway publishes sessions of its own or serves those of the site's owners.</summary>
    public NodeRole Role { get; set; } = NodeRole.Owner;

    /// <summary>Name of the group of gateways that belong together. It is part of subjects and names of streams. Empty with <see cref="Sites"/>.</summary>
    public string Site { get; set; } = "";

    /// <summary>The sites of an edge that takes part in several; empty: it takes part in <see cref="Site"/> alone.</summary>
    public IList<SiteMembership> Sites { get; private set; } = [];

    /// <summary>Name of this gateway; empty: the name of the machine.</summary>
    public string Node { get; set; } = "";

    /// <summary>
    /// Address at which clients reach this owner, such as <c>https://plant:8443</c>; empty: none is known. Edges name it to those who ask
    /// for what only an owner does.
    /// </summary>
    public string Address { get; set; } = "";

    /// <summary>
    /// How long an edge goes on accepting tokens while it cannot reach its site, in minutes. It does not learn of revocations meanwhile.
    /// </summary>
    public int TrustMinutes { get; set; } = 60;

    /// <summary>Largest call that an edge sends and an owner takes, in bytes, with its token.</summary>
    public int MaxRequestBytes { get; set; } = 256 * 1024;

    /// <summary>Most unanswered calls of all edges at an owner.</summary>
    public int MaxRequests { get; set; } = 512;

    /// <summary>Most unanswered calls of one edge at an owner.</summary>
    public int MaxRequestsPerEdge { get; set; } = 256;

    /// <summary>Most calls of one edge that an owner takes in a second.</summary>
    public int MaxRequestsPerSecond { get; set; } = 2_000;

    /// <summary>A credentials file with a user's JWT and key, as <c>nsc</c> makes it.</summary>
    public string CredentialsFile { get; set; } = "";

    public string User { get; set; } = "";

    [Secret]
    public string Password { get; set; } = "";

    /// <summary>PEM file of the authority that issued the server's certificate; empty: those that the machine trusts.</summary>
    public string CaFile { get; set; } = "";

    /// <summary>PEM file of the certificate that this gateway presents, and of its key.</summary>
    public string CertificateFile { get; set; } = "";

    public string KeyFile { get; set; } = "";

    /// <summary>How many servers of a NATS cluster keep the log.</summary>
    public int Replicas { get; set; } = 1;

    /// <summary>How long the log keeps events, in hours.</summary>
    public int MaxAgeHours { get; set; } = 24;

    /// <summary>Largest size of the log. The oldest events are removed first.</summary>
    public long MaxBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>Largest body of a message, unless a single event is larger.</summary>
    public int MaxMessageBytes { get; set; } = 512 * 1024;

    /// <summary>Most publishes of all sessions that wait for their acknowledgement at a time. A session never has more than one.</summary>
    public int MaxUnacknowledged { get; set; } = 64;

    /// <summary>
    /// Shortest time between two messages with events of a session, in milliseconds; what arrives meanwhile is one message. The first event
    /// after a pause goes at once. 0: a message as soon as the one before is acknowledged.
    /// </summary>
    public int PublishIntervalMs { get; set; } = 3;

    /// <summary>How long an answer of NATS is waited for, in seconds.</summary>
    public int AckSeconds { get; set; } = 5;

    /// <summary>How long after its owner's last renewal a lease ends, in seconds.</summary>
    public int LeaseSeconds { get; set; } = 10;

    /// <summary>Wait before NATS is tried again, in milliseconds.</summary>
    public int RetryMs { get; set; } = 1_000;

    /// <summary>The health check is degraded when an event has waited longer than this for its acknowledgement, in seconds.</summary>
    public int LagSeconds { get; set; } = 10;

    /// <summary>Most sessions that an edge takes from the directory of a site.</summary>
    public int MaxFollowedSessions { get; set; } = 5_000;

    /// <summary>How long an edge keeps the events of a session after its last reader has left, in seconds.</summary>
    public int KeepSeconds { get; set; } = 120;

    /// <summary>Longest time that a stopping gateway spends on publishing what is left, in seconds.</summary>
    public int StopSeconds { get; set; } = 5;

    internal bool IsOn => Url.Length > 0 || Sites.Count > 0;

    /// <summary>Whether the edge takes part in several sites, so that tokens count for the sessions of their own.</summary>
    internal bool HasSites => Sites.Count > 0;

    internal bool IsOwner => IsOn && Role == NodeRole.Owner;

    internal bool IsEdge => IsOn && Role == NodeRole.Edge;

    internal string NodeName => Node.Length > 0 ? Node : Environment.MachineName;

    /// <summary>The settings for each site, as if it were the only one: those of an edge with a list, otherwise these.</summary>
    internal IReadOnlyList<ClusterOptions> PerSite() => HasSites ? [.. Sites.Select(Of)] : [this];

    internal TimeSpan Answer => TimeSpan.FromSeconds(AckSeconds);

    internal TimeSpan Lease => TimeSpan.FromSeconds(LeaseSeconds);

    internal TimeSpan Keep => TimeSpan.FromSeconds(KeepSeconds);

    internal TimeSpan PublishInterval => TimeSpan.FromMilliseconds(PublishIntervalMs);

    internal TimeSpan Retry => TimeSpan.FromMilliseconds(RetryMs);

    private ClusterOptions Of(SiteMembership site)
    {
        var own = (ClusterOptions)MemberwiseClone();
        (own.Sites, own.Site) = ([], site.Site);
        own.Url = site.Url.Length > 0 ? site.Url : Url;
        own.CaFile = site.CaFile.Length > 0 ? site.CaFile : CaFile;
        if (site.HasCredentials)
        {
            (own.User, own.Password, own.CredentialsFile) = (site.User, site.Password, site.CredentialsFile);
        }

        if (site.HasCertificate)
        {
            (own.CertificateFile, own.KeyFile) = (site.CertificateFile, site.KeyFile);
        }

        return own;
    }
}
