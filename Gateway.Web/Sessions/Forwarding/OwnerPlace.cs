using Gateway.Web.Sessions.Cluster;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Sessions.Cluster.Trust;
using NATS.Client.Core;

namespace Gateway.Web.Sessions.Forwarding;

/// <summary>Where the owner of a session takes calls. A site cannot know what another calls the instances of its owners, so both names count.</summary>
/// <param name="Site">The site.</param>
/// <param name="Instance">The instance of the owner's store.</param>
internal sealed record OwnerPlace(SiteTrust Site, string Instance)
{
    public ClusterOptions Options => Site.Options;

    /// <summary>The connection to the site; null while it is away.</summary>
    public NatsConnection? Line => Site.Line.Current;

    public string Subject => new SiteNames(Options.Site).CommandsOf(Instance);
}
