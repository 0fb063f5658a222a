using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Sessions.Cluster.Trust;

/// <summary>
/// The public keys of a site's owners, by which an edge verifies tokens. They count only while the edge follows the site: an edge that
/// has not heard of it for too long does not know which tokens were revoked. May be used on any thread.
/// </summary>
internal sealed class SiteKeys(IOptions<ClusterOptions> options, TimeProvider time)
{
    private volatile Snapshot _now = new([], [], FrozenDictionary<string, ECDsaSecurityKey>.Empty);

    // Ticks of the clock since when the site is not followed; 0 while it is.
    private long _awaySince = long.MinValue;

    /// <summary>False while the keys or the revocations of the site cannot be known.</summary>
    public bool AreKnown => _now.Newest.Count > 0 && IsFollowed;

    /// <summary>All of them, the newest of each owner first.</summary>
    public IReadOnlyList<ECDsaSecurityKey> Public => _now.Newest;

    /// <summary>The owners that have published keys.</summary>
    public IReadOnlyList<PublishedKeys> Owners => _now.Owners;

    /// <summary>What is not in order, for operators.</summary>
    public string? Fault => AreKnown ? null
        : Volatile.Read(ref _awaySince) > 0 ? $"tokens are refused, because this edge has not heard of its site for {options.Value.TrustMinutes} minutes"
        : "tokens are refused, because no owner of the site has published its keys";

    private bool IsFollowed => Volatile.Read(ref _awaySince) switch
    {
        0 => true,
        long.MinValue => false,
        var since => time.GetUtcNow().UtcTicks - since <= TimeSpan.FromMinutes(options.Value.TrustMinutes).Ticks,
    };

    /// <summary>The key with this id; null when there is none, or when the site is not followed.</summary>
    public SecurityKey? Find(string? kid) => kid is not null && IsFollowed ? _now.ById.GetValueOrDefault(kid) : null;

    /// <summary>Replaces what is known. One call at a time.</summary>
    public void Set(IReadOnlyCollection<PublishedKeys> owners)
    {
        // The id of a key follows from the key, so two keys with one id are the same key.
        var all = owners.SelectMany(owner => owner.Keys).DistinctBy(key => key.KeyId, StringComparer.Ordinal).ToList();
        _now = new Snapshot([.. owners], all, all.ToFrozenDictionary(key => key.KeyId, StringComparer.Ordinal));
    }

    /// <summary>The keys and the revocations are those of the site now, and follow it.</summary>
    public void BecomeCurrent() => Interlocked.Exchange(ref _awaySince, 0);

    /// <summary>The keys and the revocations no longer follow the site.</summary>
    public void BecomeAway() => Interlocked.CompareExchange(ref _awaySince, time.GetUtcNow().UtcTicks, 0);

    private sealed record Snapshot(IReadOnlyList<PublishedKeys> Owners, IReadOnlyList<ECDsaSecurityKey> Newest, FrozenDictionary<string, ECDsaSecurityKey> ById);
}
