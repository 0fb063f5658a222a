using Gateway.Threading;
using Gateway.Web.Sessions.Cluster.JetStream;
using NATS.Client.JetStream.Models;
using NATS.Client.KeyValueStore;

namespace Gateway.Web.Sessions.Cluster.Trust;

/// <summary>
/// Gives the edges of the site what they need to check tokens: the public keys of this gateway and the tokens that it has revoked. It
/// writes what there is, not each change; after NATS was away it compares everything.
/// </summary>
internal sealed class TrustPublisher(TrustSources sources, OwnerIdentity owner, ClusterGate gate, TrustCondition condition, TimeProvider time) : BackgroundService
{
    private readonly AsyncSignal _signal = new();

    private ClusterOptions Options => condition.Options;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!Options.IsOwner)
        {
            return;
        }

        sources.Keys.Changed += _signal.Set;
        sources.Revoked.Added += _signal.Set;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await PublishAsync(await gate.WaitAsync(stoppingToken), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gateway stops.
        }
        finally
        {
            sources.Keys.Changed -= _signal.Set;
            sources.Revoked.Added -= _signal.Set;
        }
    }

    private async Task PublishAsync(SiteLink link, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(link.Lost, cancellationToken);
        using var registration = both.Token.UnsafeRegister(static signal => ((AsyncSignal)signal!).Set(), _signal);
        try
        {
            await WriteAsync(link, both.Token);
        }
        catch (Exception error)
        {
            if (!both.IsCancellationRequested)
            {
                condition.BecomeUnpublished(error.Message);
                await Task.Delay(Options.Retry, time, cancellationToken);
            }
        }
    }

    private async Task WriteAsync(SiteLink link, CancellationToken cancellationToken)
    {
        var buckets = await TrustBuckets.PrepareAsync(new NatsKVContext(link.Sessions.JetStreamContext), new SiteNames(Options.Site), Options.Replicas, cancellationToken);
        var written = await ListAsync(buckets, cancellationToken);
        byte[]? keysWritten = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            var entry = new PublishedKeys(owner.Node, Options.Address.Length > 0 ? Options.Address : null, sources.Keys.Public).Write();
            if (keysWritten is null || !entry.AsSpan().SequenceEqual(keysWritten))
            {
                await buckets.Keys.PutAsync(owner.Instance, entry, cancellationToken: cancellationToken);
                keysWritten = entry;
            }

            await WriteRevocationsAsync(buckets, written, cancellationToken);
            condition.BecomePublished();
            await _signal.WaitAsync();
        }
    }

    /// <summary>The tokens of this owner that the bucket has.</summary>
    private async Task<HashSet<string>> ListAsync(TrustBuckets buckets, CancellationToken cancellationToken)
    {
        var prefix = Revocation.KeyOf(owner.Instance, "");
        var found = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var key in buckets.Revocations.GetKeysAsync([Revocation.KeyOf(owner.Instance, "*")], cancellationToken: cancellationToken))
        {
            found.Add(key[prefix.Length..]);
        }

        return found;
    }

    private async Task WriteRevocationsAsync(TrustBuckets buckets, HashSet<string> written, CancellationToken cancellationToken)
    {
        var now = sources.Revoked.All.Where(pair => Revocation.IsTokenId(pair.Key)).ToDictionary(StringComparer.Ordinal);
        foreach (var (tokenId, expiresAt) in now.Where(pair => !written.Contains(pair.Key)))
        {
            await buckets.Revocations.PutAsync(Revocation.KeyOf(owner.Instance, tokenId), new Revocation(tokenId, expiresAt).Write(), cancellationToken: cancellationToken);
            written.Add(tokenId);
        }

        // These have ended by themselves. Purging the subject leaves no mark of a deletion, which the bucket would keep for ever.
        foreach (var tokenId in written.Where(tokenId => !now.ContainsKey(tokenId)).ToList())
        {
            await buckets.Revocations.JetStreamContext.PurgeStreamAsync(
                $"KV_{buckets.Revocations.Bucket}",
                new StreamPurgeRequest { Filter = $"$KV.{buckets.Revocations.Bucket}.{Revocation.KeyOf(owner.Instance, tokenId)}" },
                cancellationToken);
            written.Remove(tokenId);
        }
    }
}
