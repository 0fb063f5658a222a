using Gateway.Errors;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Cluster.Edge;

/// <summary>Serves the sessions of each site of an edge. No site waits for another.</summary>
internal sealed class EdgeService(EdgeSiteFactory factory, SessionManager sessions) : BackgroundService
{
    private readonly IReadOnlyList<EdgeSite> _sites = factory.CreateAll();

    /// <summary>Clients are refused to open sessions from the first request on.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (_sites.Count > 0)
        {
            sessions.OpenElsewhere(new GatewayException(
                GatewayErrorCode.Unsupported, $"This gateway is an edge of {NamesOf(_sites)} and has no workers; open the session at an owner of the site."));
        }

        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        foreach (var site in _sites)
        {
            site.Stop();
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(_sites.Select(site => site.RunAsync(stoppingToken)));

    private static string NamesOf(IReadOnlyList<EdgeSite> sites) => $"{(sites.Count == 1 ? "site" : "sites")} {string.Join(", ", sites.Select(site => site.Options.Site))}";
}
