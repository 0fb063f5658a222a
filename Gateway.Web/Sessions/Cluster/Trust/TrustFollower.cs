using Gateway.Web.Access.Live;
using Gateway.Web.Sessions.Cluster.JetStream;
using NATS.Client.KeyValueStore;

namespace Gateway.Web.Sessions.Cluster.Trust;

/// <summary>
/// Follows the keys and the revocations of a site, at an edge. A revocation that an edge has heard of stays until its token ends, whatever
/// becomes of its entry. It concerns only tokens of the site.
/// </summary>
internal sealed class TrustFollower(SiteTrust site, RevokedTokens all, CallerRegistry callers, TimeProvider time)
{
    /// <summary>Most owners whose keys are taken.</summary>
    public const int MaxOwners = 64;

    /// <summary>Most revocations of a site that an edge remembers; of more, the site cannot be followed.</summary>
    public const int MaxRevocations = 200_000;

    /// <summary>How long a revocation is remembered after its token has ended, because clocks differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromHours(1);

    /// <summary>
    /// How often everything is read anew. The library's watch goes on by itself when the server loses it, but only tries once.
    /// </summary>
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(1);

    /// <summary>How long reading a whole bucket may take.</summary>
    private static readonly TimeSpan WholeWithin = TimeSpan.FromMinutes(1);

    private readonly RevokedTokens _revoked = all.Of(site.RevokedBy);

    /// <summary>Follows until it is cancelled or fails.</summary>
    /// <exception cref="Exception">The buckets are missing or cannot be read.</exception>
    public async Task FollowAsync(TrustBuckets buckets, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            using var round = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await FollowRoundAsync(buckets, round);
        }
    }

    private async Task FollowRoundAsync(TrustBuckets buckets, CancellationTokenSource round)
    {
        // Revocations come first: no key counts before the revoked tokens are known.
        var revocations = new BucketWatch(buckets.Revocations, OnRevocation);
        var following = revocations.RunAsync(round.Token);
        var all = following;
        try
        {
            await ReadWholeAsync(revocations, following, round.Token);
            var reading = new OwnersReading(site.Keys, site.Condition);
            var entries = new BucketWatch(buckets.Keys, reading.Apply);
            var followingKeys = entries.RunAsync(round.Token);
            all = Task.WhenAll(following, followingKeys);
            await ReadWholeAsync(entries, followingKeys, round.Token);
            reading.Complete();
            site.Condition.BecomeFollowed();
            await FollowOnAsync(Task.WhenAny(following, followingKeys), round.Token);
        }
        finally
        {
            await round.CancelAsync();
            await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowOnAsync(Task<Task> ended, CancellationToken cancellationToken)
    {
        var pause = Task.Delay(Round, time, cancellationToken);
        if (await Task.WhenAny(ended, pause) != pause)
        {
            await await ended;
            cancellationToken.ThrowIfCancellationRequested();
            throw new IOException("the server ended the watch of a bucket.");
        }
    }

    /// <summary>Waits until everything that the bucket has is read.</summary>
    private async Task ReadWholeAsync(BucketWatch watch, Task running, CancellationToken cancellationToken)
    {
        await await Task.WhenAny(watch.Complete, running).WaitAsync(WholeWithin, time, cancellationToken);
        if (!watch.Complete.IsCompleted)
        {
            throw new IOException("a bucket could not be read to its end.");
        }
    }

    private void OnRevocation(NatsKVEntry<byte[]> entry)
    {
        if (entry.Operation != NatsKVOperation.Put || Revocation.Read(entry.Key, entry.Value) is not { } read || read.ExpiresAt < time.GetUtcNow() - Skew || _revoked.Contains(read.TokenId))
        {
            return;
        }

        if (_revoked.Count >= MaxRevocations)
        {
            throw new IOException($"the site has more than {MaxRevocations} revocations.");
        }

        _revoked.Add(read.TokenId, read.ExpiresAt);
        callers.Revoke(read.TokenId, site.RevokedBy);
    }

    /// <summary>The owners of the bucket as far as they are read.</summary>
    private sealed class OwnersReading(SiteKeys keys, TrustCondition condition)
    {
        private readonly Dictionary<string, PublishedKeys> _owners = new(StringComparer.Ordinal);
        private readonly Lock _lock = new();
        private bool _isComplete;

        public void Apply(NatsKVEntry<byte[]> entry)
        {
            lock (_lock)
            {
                _owners.Remove(entry.Key);
                if (entry.Operation == NatsKVOperation.Put)
                {
                    Add(entry.Key, PublishedKeys.Read(entry.Value));
                }

                if (_isComplete)
                {
                    keys.Set(_owners.Values);
                }
            }
        }

        private void Add(string instance, PublishedKeys? read)
        {
            if (read is null or { Refused: > 0 })
            {
                condition.EntryRefused(instance);
            }

            if (read is not null && _owners.Count < MaxOwners)
            {
                _owners[instance] = read;
            }
        }

        public void Complete()
        {
            lock (_lock)
            {
                _isComplete = true;
                keys.Set(_owners.Values);
            }
        }
    }
}
