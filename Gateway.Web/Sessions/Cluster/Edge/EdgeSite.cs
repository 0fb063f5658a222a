using Gateway.Web.Sessions.Cluster.JetStream;

namespace Gateway.Web.Sessions.Cluster.Edge;

/// <summary>
/// One site at an edge: its connection, its sessions and how it stands. It shares nothing with another site but the list of sessions that clients
/// see.
/// </summary>
internal sealed class EdgeSite(ClusterCondition condition, NatsConnector connector, EdgeFollowers followers, TimeProvider time)
{
    /// <summary>The settings of the site.</summary>
    public ClusterOptions Options => condition.Options;

    /// <summary>Connects to the site again and again, and follows the directory and the owners while it is connected, until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        condition.BecomeEdge();
        while (!stoppingToken.IsCancellationRequested)
        {
            await ConnectAsync(stoppingToken);
            await Task.Delay(Options.Retry, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Nothing is read any more, because the gateway stops.</summary>
    public void Stop() => followers.Sessions.Stop();

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
            followers.Sessions.BecomeUnknown();
            if (!stoppingToken.IsCancellationRequested)
            {
                followers.Owners.AllLost();
            }
        }
    }

    // When one of them ends, the connection is lost or the server has refused something: everything begins anew.
    private async Task FollowAsync(SiteLink link, CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, link.Lost);
        Task[] all =
        [
            followers.Directory.RunAsync(link, stop.Token), followers.Owners.RunAsync(link, stop.Token), followers.KeepAlives.RunAsync(link, stop.Token),
        ];
        var first = await Task.WhenAny(all);
        await stop.CancelAsync();
        await Task.WhenAll(all).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (link.Lost.IsCancellationRequested)
        {
            throw new IOException("the connection was lost.");
        }

        await first;
    }
}
