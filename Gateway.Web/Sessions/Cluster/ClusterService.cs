using Gateway.Contracts;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>
/// Connects this gateway to its site again and again, and lets the publishers work while it is connected and holds its lease. It stops
/// after the sessions, so that their last events are published.
/// </summary>
internal sealed class ClusterService(ClusterParts parts, NatsConnector connector, SessionWatch watch, IHostApplicationLifetime lifetime, TimeProvider time)
    : BackgroundService
{
    private ClusterOptions Options => parts.Condition.Options;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (Options.IsOwner)
        {
            watch.Changed += parts.Sessions.OnChanged;
            watch.Changed += parts.Directory.OnChanged;
        }

        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Options.IsOwner)
        {
            // While NATS is away there is nothing to wait for: the next gateway publishes what is left.
            await parts.Sessions.CompleteAsync(parts.Condition.State == SiteState.Publishing ? TimeSpan.FromSeconds(Options.StopSeconds) : TimeSpan.Zero);
        }

        await base.StopAsync(cancellationToken);
        watch.Changed -= parts.Sessions.OnChanged;
        watch.Changed -= parts.Directory.OnChanged;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!Options.IsOwner)
        {
            return;
        }

        // Sessions of an earlier gateway are listed by then; an entry of the directory without a session is one that has ended.
        await Task.Delay(Timeout.InfiniteTimeSpan, time, lifetime.ApplicationStarted).WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var directory = parts.Directory.RunAsync(time, Options.Retry, stoppingToken);
        var answers = parts.Answers.RunAsync(time, Options.Retry, stoppingToken);
        var subscribers = parts.Subscribers.RunAsync(time, Options.Retry, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await ConnectAsync(stoppingToken);
            await Task.Delay(Options.Retry, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(directory, answers, subscribers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ConnectAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var link = await connector.ConnectAsync(stoppingToken);
            parts.Condition.BecomeConnected(link.Server);
            parts.Condition.Limited(link.LimitsDifference);
            await WorkAsync(link, stoppingToken);
        }
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            parts.Condition.BecomeAway(ClusterFault.ReasonOf(error));
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The gateway stops.
        }
        finally
        {
            parts.Gate.Close();
        }
    }

    private async Task WorkAsync(SiteLink link, CancellationToken stoppingToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, link.Lost);
        try
        {
            await parts.Lease.HoldAsync(link, () => parts.Gate.Open(link), both.Token);
        }
        catch (OperationCanceledException) when (link.Lost.IsCancellationRequested)
        {
            throw new IOException("the connection was lost.");
        }
        finally
        {
            parts.Gate.Close();
            if (!link.Lost.IsCancellationRequested)
            {
                await parts.Lease.ReleaseAsync(link, link.Lost).WaitAsync(Options.Answer, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
