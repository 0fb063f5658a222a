using Gateway.Web.Access.Live;
using Gateway.Web.Sessions.Cluster.JetStream;

namespace Gateway.Web.Sessions.Cluster.Trust;

/// <summary>
/// Connects an edge to each of its sites again and again, and follows keys and revocations while it is connected. The connection is its own, so
/// that no amount of events delays a revocation or a call. No site waits for another.
/// </summary>
internal sealed class EdgeTrustService(TrustedSites sites, RevokedTokens revoked, CallerRegistry callers, TimeProvider time) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(sites.All.Where(site => site.Options.IsEdge).Select(site => RunAsync(site, stoppingToken)));

    private async Task RunAsync(SiteTrust site, CancellationToken stoppingToken)
    {
        var follower = new TrustFollower(site, revoked, callers, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            await FollowAsync(site, follower, stoppingToken);
            await Task.Delay(site.Options.Retry, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task FollowAsync(SiteTrust site, TrustFollower follower, CancellationToken stoppingToken)
    {
        var (options, condition) = (site.Options, site.Condition);
        try
        {
            await using var connection = await SiteConnection.OpenAsync(options, $"gateway {options.NodeName} keys", stoppingToken);
            site.Line.Current = connection.Nats;
            using var both = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, connection.Lost);
            await follower.FollowAsync(await TrustBuckets.OpenAsync(connection.Buckets, new SiteNames(options.Site), both.Token), both.Token);
            condition.BecomeUnfollowed("the connection was lost.");
        }
        catch (Exception error)
        {
            if (!stoppingToken.IsCancellationRequested)
            {
                condition.BecomeUnfollowed(ClusterFault.ReasonOf(error));
            }
        }
        finally
        {
            site.Line.Current = null;
        }
    }
}
