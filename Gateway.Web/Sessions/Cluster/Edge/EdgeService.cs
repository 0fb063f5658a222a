using Gateway.Errors;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Cluster.Edge;

/// <summary>Connects an edge to its site again and again, and follows the directory and the owners while it is connected.</summary>
internal sealed class EdgeService(EdgeFollowers followers, NatsConnector connector, ClusterCondition condition, SessionManager sessions, TimeProvider time)
    : BackgroundService
{
    private ClusterOptions Options => condition.Options;

    /// <summary>Clients are refused to open sessions from the first request on.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (Options.IsEdge)
        {
            sessions.OpenElsewhere(new GatewayException(
                GatewayErrorCode.Unsupported, $"This gateway is an edge of site {Options.Site} and has no workers; open the session at an owner of the site."));
            condition.BecomeEdge();
        }

        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        followers.Sessions.Stop();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (Options.IsEdge && !stoppingToken.IsCancellationRequested)
        {
            await ConnectAsync(stoppingToken);
            await Task.Delay(Options.Retry, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ConnectAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var link = await connector.ConnectAsync(stoppingToken);
            condition.BecomeConnected(link.Server);
            await ServeAsync(link, stoppingToken);
        }
        catch (Exception error)
        {
            if (!stoppingToken.IsCancellationRequested)
            {
                condition.BecomeAway(ClusterFault.ReasonOf(error));
            }
        }
    }

    // The sessions are stale before it is said that NATS is away.
    private async Task ServeAsync(SiteLink link, CancellationToken stoppingToken)
    {
        followers.Gate.Open(link);
        try
        {
            await FollowAsync(link, stoppingToken);
        }
        finally
        {
            followers.Gate.Close();
            if (!stoppingToken.IsCancellationRequested)
            {
                followers.Owners.AllLost();
            }
        }
    }

    // When one of the two ends, the connection is lost or the server has refused something: everything begins anew.
    private async Task FollowAsync(SiteLink link, CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, link.Lost);
        var directory = followers.Directory.RunAsync(link, stop.Token);
        var owners = followers.Owners.RunAsync(link, stop.Token);
        var first = await Task.WhenAny(directory, owners);
        await stop.CancelAsync();
        await Task.WhenAll(directory, owners).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (link.Lost.IsCancellationRequested)
        {
            throw new IOException("the connection was lost.");
        }

        await first;
    }
}
