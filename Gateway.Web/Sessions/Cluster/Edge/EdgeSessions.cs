using System.Collections.Concurrent;
using Gateway.Web.Access.Live;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Cluster.Edge;

/// <summary>The sessions of other nodes that this gateway serves: it adds, changes and ends them as the directory says.</summary>
internal sealed class EdgeSessions(SessionManager sessions, SessionAssembler assembler, CallerRegistry callers, EdgeParts parts)
{
    private readonly ConcurrentDictionary<string, RemoteSession> _sessions = new(StringComparer.Ordinal);

    public IEnumerable<RemoteSession> All => _sessions.Values;

    /// <summary>The directory has this entry. Called by one task at a time.</summary>
    public void Put(string key, string? text)
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

    /// <summary>The directory has no such session any more. Does not wait.</summary>
    public void Remove(string key) => _ = RemoveAsync(key);

    /// <summary>Removes the sessions that the directory does not have.</summary>
    public void KeepOnly(IReadOnlySet<string> keys)
    {
        foreach (var key in _sessions.Keys.Where(key => !keys.Contains(key)))
        {
            Remove(key);
        }
    }

    /// <summary>Nothing is read any more, because the gateway stops.</summary>
    public void Stop()
    {
        foreach (var session in _sessions.Values)
        {
            session.Stop();
        }
    }

    private void Add(SiteEntry entry)
    {
        var session = assembler.AssembleRemote(IdentityOf(entry), made => new RemoteSession(entry, made, parts));
        session.ClosedByOwner = () => Remove(entry.SessionId);
        _sessions[entry.SessionId] = session;
        if (!sessions.TryFollow(session))
        {
            // The gateway stops, or a session of its own has the id: an owner that became an edge still has the worker.
            _sessions.TryRemove(entry.SessionId, out _);
            return;
        }

        parts.Metrics.Followed();
        session.Appear();
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

    private static SessionIdentity IdentityOf(SiteEntry entry) => new(
        entry.SessionId, entry.Name, entry.SessionTag, entry.Backend, entry.Owner, DateTime.SpecifyKind(entry.CreatedAt, DateTimeKind.Utc))
    {
        ClientIdentity = entry.ClientIdentity,
        CorrelationId = entry.CorrelationId,
    };
}
