using System.Collections.Concurrent;

namespace Gateway.Web.Access.Live;

/// <summary>
/// Tokens that were revoked before they expire. Each is kept until it would no longer be accepted anyway. The set is filled from the
/// store before the host listens, so that checking a token needs no query. Safe on any thread.
/// </summary>
internal sealed class RevokedTokens
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _ends = new(StringComparer.Ordinal);

    /// <summary>Called when a token was revoked, on the thread of the change. Must not wait.</summary>
    public event Action? Added;

    public int Count => _ends.Count;

    /// <summary>The revoked tokens, and when each ends.</summary>
    public IReadOnlyCollection<KeyValuePair<string, DateTimeOffset>> All => _ends.ToArray();

    public bool Contains(string tokenId) => _ends.ContainsKey(tokenId);

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
    }
}
