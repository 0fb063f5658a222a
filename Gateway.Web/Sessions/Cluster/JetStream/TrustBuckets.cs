using NATS.Client.JetStream;
using NATS.Client.KeyValueStore;

namespace Gateway.Web.Sessions.Cluster.JetStream;

/// <summary>The buckets that an edge needs to check tokens. Only owners write them.</summary>
/// <param name="Keys">Public signing keys, by the instance of the owner's store.</param>
/// <param name="Revocations">Revoked tokens: the key is <c>INSTANCE.TOKENID</c>, the value when the token ends.</param>
internal sealed record TrustBuckets(INatsKVStore Keys, INatsKVStore Revocations)
{
    /// <summary>Largest entry with keys, in bytes.</summary>
    public const int MaxKeysBytes = 32 * 1024;

    /// <summary>Largest entry of a revocation, in bytes. The server counts the headers too.</summary>
    private const int MaxRevocationBytes = 512;

    /// <summary>Makes the buckets, or gives them the limits that are set.</summary>
    public static async Task<TrustBuckets> PrepareAsync(INatsKVContext buckets, SiteNames names, int replicas, CancellationToken cancellationToken)
    {
        var config = new NatsKVConfig(names.Keys) { History = 1, NumberOfReplicas = replicas, MaxValueSize = MaxKeysBytes };
        return new TrustBuckets(
            await buckets.CreateOrUpdateStoreAsync(config, cancellationToken),
            await buckets.CreateOrUpdateStoreAsync(config with { Bucket = names.Revocations, MaxValueSize = MaxRevocationBytes }, cancellationToken));
    }

    /// <summary>Opens buckets that an owner has made.</summary>
    /// <exception cref="NatsJSApiException">There are none yet.</exception>
    public static async Task<TrustBuckets> OpenAsync(INatsKVContext buckets, SiteNames names, CancellationToken cancellationToken) =>
        new(await buckets.GetStoreAsync(names.Keys, cancellationToken), await buckets.GetStoreAsync(names.Revocations, cancellationToken));
}
