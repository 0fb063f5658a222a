using Gateway.Web.Sessions.Cluster.JetStream;
using Microsoft.Extensions.Options;
using NATS.Client.KeyValueStore;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>
/// The lease of this gateway's store. A process that has it renews it three times as often as it must. After a crash it ends by itself;
/// until then another process is refused, because it may run on a copy of the store.
/// </summary>
internal sealed class OwnerLease(OwnerIdentity owner, ClusterCondition condition, IOptions<ClusterOptions> options, TimeProvider time)
{
    private readonly DateTime _since = time.GetUtcNow().UtcDateTime;

    private string Key => $"owner.{owner.Instance}";

    /// <summary>Waits for the lease, and holds it until the connection is lost or the renewal fails.</summary>
    /// <param name="link">The connection.</param>
    /// <param name="taken">Called once, when the lease is taken.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task HoldAsync(SiteLink link, Action taken, CancellationToken cancellationToken)
    {
        var isHeld = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            var holder = await TakeAsync(link.Owners, cancellationToken);
            if (holder is not null)
            {
                condition.BecomeRefused(holder);
                if (isHeld)
                {
                    return;
                }
            }
            else if (!isHeld)
            {
                isHeld = true;
                condition.BecomeOwner(options.Value.Site, owner.Node);
                taken();
            }

            await Task.Delay(options.Value.Lease / 3, time, cancellationToken);
        }
    }

    /// <summary>Gives the lease back, so that the next process need not wait until it ends.</summary>
    public async Task ReleaseAsync(SiteLink link, CancellationToken cancellationToken)
    {
        var found = await link.Owners.TryGetEntryAsync<string>(Key, cancellationToken: cancellationToken);
        if (found.Success && Read(found.Value.Value).Run == owner.Run)
        {
            await link.Owners.TryDeleteAsync(Key, new NatsKVDeleteOpts { Revision = found.Value.Revision }, cancellationToken);
        }
    }

    /// <returns>Null when this process has the lease; otherwise who has it.</returns>
    private async Task<string?> TakeAsync(INatsKVStore owners, CancellationToken cancellationToken)
    {
        var mine = ClusterJson.Write(new LeaseEntry(owner.Node, owner.Run, _since));
        var found = await owners.TryGetEntryAsync<string>(Key, cancellationToken: cancellationToken);
        if (!found.Success)
        {
            return (await owners.TryCreateAsync(Key, mine, cancellationToken: cancellationToken)).Success ? null : "another gateway, which was a moment faster,";
        }

        var holder = Read(found.Value.Value);
        return holder.Run != owner.Run ? $"node {holder.Node} (since {holder.Since:u})"
            : (await owners.TryUpdateAsync(Key, mine, found.Value.Revision, cancellationToken: cancellationToken)).Success ? null
            : "another gateway, which took the lease over,";
    }

    private static LeaseEntry Read(string? text) => ClusterJson.Read<LeaseEntry>(text) ?? new LeaseEntry("unknown", "", default);
}
