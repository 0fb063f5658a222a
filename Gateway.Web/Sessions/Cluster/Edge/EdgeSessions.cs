using System.Collections.Concurrent;
using Gateway.Web.Access.Live;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Cluster.Edge;

/// <summary>
/// The sessions of a site that this gateway serves: it adds, changes and ends them as the site's directory says. It touches no session of another
/// site, whatever that directory says.
/// </summary>
internal sealed class EdgeSessions(SessionManager sessions, SessionAssembler assembler, CallerRegistry callers, UnknownSites unknown, EdgeParts parts)
{
    private readonly ConcurrentDictionary<string, RemoteSession> _sessions = new(StringComparer.Ordinal);

    // Entries whose session id another session has here, in case it becomes free.
    private readonly Dictionary<string, SiteEntry> _refused = new(StringComparer.Ordinal);
    private readonly Lock _changing = new();

    public IEnumerable<RemoteSession> All => _sessions.Values;

    /// <summary>The directory has this entry.</summary>
    public void Put(string key, string? text)
    {
        lock (_changing)
        {
            Take(key, text);
        }
    }

    /// <summary>The directory has no such session any more. Does not wait.</summary>
    public void Remove(string key)
    {
        lock (_changing)
        {
            _refused.Remove(key);
        }

        _ = RemoveAsync(key);
    }

    /// <summary>Takes the sessions that were refused and whose ids are free now. Called now and then.</summary>
    public void RetryRefused()
    {
        lock (_changing)
        {
            foreach (var entry in _refused.Values.Where(entry => sessions.Find(entry.SessionId) is null && _sessions.Count < parts.Options.MaxFollowedSessions).ToArray())
            {
                Add(entry);
            }
        }
    }

    /// <summary>The directory cannot be read now, so that it may have sessions that are not here.</summary>
    public void BecomeUnknown() => unknown.Add(parts.Options.Site);

    /// <summary>All sessions of the directory are here: removes those that it does not have.</summary>
    public void KeepOnly(IReadOnlySet<string> keys)
    {
        string[] known;
        lock (_changing)
        {
            known = [.. _sessions.Keys, .. _refused.Keys];
        }

        foreach (var key in known.Where(key => !keys.Contains(key)))
        {
            Remove(key);
        }

        unknown.Remove(parts.Options.Site);
    }

    /// <summary>Nothing is read any more, because the gateway stops.</summary>
    public void Stop()
    {
        foreach (var session in _sessions.Values)
        {
            session.Stop();
        }
    }

    private void Take(string key, string? text)
    {
        if (SessionEntryCheck.Read(key, text, out var fault) is not { } entry)
        {
            parts.Report.EntrySkipped(key, fault);
        }
        else if (_sessions.TryGetValue(key, out var known))
        {
            if (known.Follow(entry))
            {
                callers.Review();
            }
        }
        else if (_sessions.Count >= parts.Options.MaxFollowedSessions)
        {
            parts.Report.EntrySkipped(key, $"this gateway already serves {parts.Options.MaxFollowedSessions} sessions, which is the limit");
        }
        else
        {
            Add(entry);
        }
    }

    private void Add(SiteEntry entry)
    {
        var session = assembler.AssembleRemote(IdentityOf(entry), made => new RemoteSession(entry, made, parts));
        session.ClosedByOwner = () => Remove(entry.SessionId);
        _sessions[entry.SessionId] = session;
        if (!sessions.TryFollow(session))
        {
            // The gateway stops, or another session has the id: one of another site, which may have claimed it, or one of this gateway, which was an
            // owner before and still has the worker. Whoever was first keeps it.
            _sessions.TryRemove(entry.SessionId, out _);
            Refuse(entry);
            return;
        }

        _refused.Remove(entry.SessionId);
        parts.Metrics.Followed();
        session.Appear();
    }

    private void Refuse(SiteEntry entry)
    {
        if (_refused.Count < parts.Options.MaxFollowedSessions || _refused.ContainsKey(entry.SessionId))
        {
            _refused[entry.SessionId] = entry;
        }

        parts.Report.EntrySkipped(entry.SessionId, "another session with this id is here already, which keeps it");
    }

    private async Task RemoveAsync(string key)
    {
        if (_sessions.TryRemove(key, out var session))
        {
            await session.EndAsync();
            await sessions.UnfollowAsync(session, "its owner has ended it");
            parts.Metrics.Unfollowed();
            parts.Report.Forget(key);
        }
    }

    private SessionIdentity IdentityOf(SiteEntry entry) => new(
        entry.SessionId, entry.Name, entry.SessionTag, entry.Backend, entry.Owner, DateTime.SpecifyKind(entry.CreatedAt, DateTimeKind.Utc))
    {
        ClientIdentity = entry.ClientIdentity,
        CorrelationId = entry.CorrelationId,
        Site = parts.Options.Site,
    };
}
