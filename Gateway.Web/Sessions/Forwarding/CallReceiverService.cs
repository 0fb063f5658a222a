using System.Threading.Channels;
using Gateway.Web.Sessions.Cluster;
using Gateway.Web.Sessions.Cluster.JetStream;
using NATS.Client.Core;

namespace Gateway.Web.Sessions.Forwarding;

/// <summary>Listens for calls of edges while this owner is connected to its site. It stops before the sessions, which answer what is under way.</summary>
internal sealed class CallReceiverService(
    CallReceiver receiver, ClusterGate gate, OwnerIdentity owner, ILogger<CallReceiverService> logger, TimeProvider time) : BackgroundService
{
    /// <summary>Messages that wait to be looked at. NATS.Net drops the newest of more; their edges learn that the outcome is unknown.</summary>
    private const int MostWaiting = 1_024;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (receiver.Options.IsOwner && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ReceiveAsync(await gate.WaitAsync(stoppingToken), stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                logger.ReceivingFailed(ClusterFault.ReasonOf(error));
                await Task.Delay(receiver.Options.Retry, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task ReceiveAsync(SiteLink link, CancellationToken stoppingToken)
    {
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, link.Lost);
        var (connection, subject) = (link.Sessions.JetStreamContext.Connection, new SiteNames(receiver.Options.Site).CommandsOf(owner.Instance));
        var bounded = new NatsSubOpts { ChannelOpts = new NatsSubChannelOpts { Capacity = MostWaiting, FullMode = BoundedChannelFullMode.DropNewest } };
        await using (var messages = await connection.SubscribeCoreAsync<byte[]>(subject, opts: bounded, cancellationToken: listening.Token))
        {
            logger.Receives(subject);
            await TakeAllAsync(messages, link, listening.Token);
        }

        if (!link.Lost.IsCancellationRequested)
        {
            // Once the server has answered, it tells edges at once that nobody takes a call, instead of leaving them without an answer.
            await connection.PingAsync(link.Lost).AsTask().WaitAsync(receiver.Options.Answer, time, CancellationToken.None);
        }
    }

    private async Task TakeAllAsync(INatsSub<byte[]> messages, SiteLink link, CancellationToken listening)
    {
        try
        {
            await foreach (var message in messages.Msgs.ReadAllAsync(listening))
            {
                await receiver.TakeAsync(message, link.Lost);
            }
        }
        catch (OperationCanceledException) when (listening.IsCancellationRequested)
        {
            // The connection is lost, or the gateway stops.
        }
    }
}
