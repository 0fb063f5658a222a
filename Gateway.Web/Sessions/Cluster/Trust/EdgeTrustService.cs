using Gateway.Web.Sessions.Cluster.JetStream;

namespace Gateway.Web.Sessions.Cluster.Trust;

/// <summary>
/// Connects an edge to its site again and again, and follows keys and revocations while it is connected. The connection is its own, so
/// that no amount of events delays a revocation or a command.
/// </summary>
internal sealed class EdgeTrustService(TrustFollower follower, RequestConnection line, TrustCondition condition, TimeProvider time) : BackgroundService
{
    private ClusterOptions Options => condition.Options;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (Options.IsEdge && !stoppingToken.IsCancellationRequested)
        {
            await FollowAsync(stoppingToken);
            await Task.Delay(Options.Retry, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var connection = await SiteConnection.OpenAsync(Options, $"gateway {Options.NodeName} keys", stoppingToken);
            line.Current = connection.Nats;
            using var both = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, connection.Lost);
            await follower.FollowAsync(await TrustBuckets.OpenAsync(connection.Buckets, new SiteNames(Options.Site), both.Token), both.Token);
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
            line.Current = null;
        }
    }
}
