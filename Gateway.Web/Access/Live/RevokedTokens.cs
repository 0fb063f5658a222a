using System.Collections.Concurrent;

namespace Gateway.Web.Access.Live;

/// <summary>
/// Tokens that end before their time, as long as they would otherwise be accepted. Filled from the store before the host
/// listens, so that checking a token costs no query. Any thread.
/// </summary>
internal sealed class RevokedTokens
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _ends = new(StringComparer.Ordinal);

    public int Count => _ends.Count;

    public bool Contains(string tokenId) => _ends.ContainsKey(tokenId);

    public void Add(string tokenId, DateTimeOffset expiresAt) => _ends[tokenId] = expiresAt;

    /// <summary>Forgets tokens that ended by themselves before a moment.</summary>
    public void Forget(DateTimeOffset before)
    {
        foreach (var (tokenId, expiresAt) in _ends)
        {
            if (expiresAt < before)
            {
                _ends.TryRemove(tokenId, out _);
            }
        }
    }
}
