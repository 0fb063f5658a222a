using System.Collections.Concurrent;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>
/// The sites whose sessions are not all known here, because their directory was not read yet or cannot be followed now. A session that is not
/// found may be one of them. May be used on any thread.
/// </summary>
internal sealed class UnknownSites
{
    private readonly ConcurrentDictionary<string, bool> _sites = new(StringComparer.Ordinal);

    public void Add(string site) => _sites[site] = true;

    public void Remove(string site) => _sites.TryRemove(site, out _);

    /// <summary>One of them whose sessions the caller may read; null when there is none.</summary>
    public string? ReadBy(Caller caller) => _sites.Keys.FirstOrDefault(site => caller.Sites?.Reads(site) ?? true);
}
