using System.Collections.Concurrent;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Access.Live;

/// <summary>
/// Tokens that were revoked before they expire. Each is kept until it would no longer be accepted anyway. The set is filled from the
/// store before the host listens, so that checking a token needs no query. At a gateway that serves several sites, each site has a set of its
/// own, so that none revokes the tokens of another. Safe on any thread.
/// </summary>
internal sealed class RevokedTokens
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _ends = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RevokedTokens> _ofSites = new(StringComparer.Ordinal);

    /// <summary>Called when a token was revoked, on the thread of the change. Must not wait.</summary>
    public event Action? Added;

    public int Count => _ends.Count;

    /// <summary>The revoked tokens, and when each ends.</summary>
    public IReadOnlyCollection<KeyValuePair<string, DateTimeOffset>> All => _ends.ToArray();

    public bool Contains(string tokenId) => _ends.ContainsKey(tokenId);

    /// <summary>Whether the caller's token was revoked: by this gateway, or at one that serves several sites by a site of the token.</summary>
    public bool Has(Caller caller) => caller.Sites is { } sites
        ? sites.Own.Any(site => Of(site).Contains(caller.TokenId))
        : Contains(caller.TokenId);

    /// <summary>The tokens that a site has revoked, at a gateway that serves several. Null: this set itself.</summary>
    public RevokedTokens Of(string? site) => site is null ? this : _ofSites.GetOrAdd(site, static _ => new RevokedTokens());

    public void Add(string tokenId, DateTimeOffset expiresAt)
    {
        _ends[tokenId] = expiresAt;
        Added?.Invoke();
    }

    /// <summary>Removes tokens that expired before the given time.</summary>
    public void Forget(DateTimeOffset before)
    {
        foreach (var (tokenId, expiresAt) in _ends)
        {
            if (expiresAt < before)
            {
                _ends.TryRemove(tokenId, out _);
            }
        }

        foreach (var tokens in _ofSites.Values)
        {
            tokens.Forget(before);
        }
    }
}
