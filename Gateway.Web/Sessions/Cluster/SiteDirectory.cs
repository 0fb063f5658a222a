using Gateway.Contracts;
using Gateway.Threading;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Sessions.Lifetime;
using NATS.Client.KeyValueStore;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>
/// Keeps this gateway's entries in the site's directory of sessions. It writes what sessions are now, not each change; after NATS was
/// away it compares everything.
/// </summary>
internal sealed class SiteDirectory(SessionManager sessions, SessionSurvival survival, OwnerIdentity owner, ClusterGate gate, ClusterCondition condition)
{
    /// <summary>Sessions that wait to be written. When there are more, all are compared instead.</summary>
    private const int MaxWaiting = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Session> _changed = new(StringComparer.Ordinal);
    private readonly AsyncSignal _signal = new();
    private bool _all;

    /// <summary>Called when a session has changed. Does not wait.</summary>
    public void OnChanged(Session session)
    {
        lock (_lock)
        {
            _changed[session.Identity.SessionId] = session;
            if (_changed.Count > MaxWaiting)
            {
                _changed.Clear();
                _all = true;
            }
        }

        _signal.Set();
    }

    /// <summary>Writes until it is cancelled, and what waits then.</summary>
    public async Task RunAsync(TimeProvider time, TimeSpan retry, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(static signal => ((AsyncSignal)signal!).Set(), _signal);
        while (!cancellationToken.IsCancellationRequested)
        {
            var link = await gate.WaitAsync(cancellationToken);
            lock (_lock)
            {
                // What was written before may not have arrived.
                _all = true;
            }

            try
            {
                await WriteAsync(link);
            }
            catch (Exception error)
            {
                if (!link.Lost.IsCancellationRequested)
                {
                    condition.DirectoryFailed(error.Message);
                    await Task.Delay(retry, time, cancellationToken);
                }
            }
        }
    }

    private async Task WriteAsync(SiteLink link)
    {
        using var registration = link.Lost.UnsafeRegister(static signal => ((AsyncSignal)signal!).Set(), _signal);
        while (!link.Lost.IsCancellationRequested)
        {
            var (changed, all) = Take();
            if (all)
            {
                await CompareAsync(link.Sessions, link.Lost);
            }

            foreach (var session in changed)
            {
                await WriteAsync(link.Sessions, session, link.Lost);
            }

            if (!all && changed.Count == 0)
            {
                await _signal.WaitAsync();
            }
        }
    }

    private (List<Session> Changed, bool All) Take()
    {
        lock (_lock)
        {
            var taken = (_changed.Values.ToList(), _all);
            _changed.Clear();
            _all = false;
            return taken;
        }
    }

    private async Task CompareAsync(INatsKVStore directory, CancellationToken cancellationToken)
    {
        var known = sessions.All.ToDictionary(session => session.Identity.SessionId, StringComparer.Ordinal);
        var listed = new List<string>();
        await foreach (var key in directory.GetKeysAsync(cancellationToken: cancellationToken))
        {
            listed.Add(key);
        }

        foreach (var key in listed.Where(key => !known.ContainsKey(key)))
        {
            var entry = await directory.TryGetEntryAsync<string>(key, cancellationToken: cancellationToken);
            if (entry.Success && ClusterJson.Read<SiteEntry>(entry.Value.Value)?.Instance == owner.Instance)
            {
                await directory.DeleteAsync(key, cancellationToken: cancellationToken);
            }
        }

        foreach (var session in known.Values)
        {
            await WriteAsync(directory, session, cancellationToken);
        }
    }

    private async Task WriteAsync(INatsKVStore directory, Session session, CancellationToken cancellationToken)
    {
        var state = session.Status.State;
        // A session whose worker never was ready is nobody's yet, unless an earlier gateway had announced it.
        var isUnknown = session.Distributor.Epoch.Length == 0 && !(state == SessionState.Faulted && session.IsAnnounced);
        if (isUnknown || (state is SessionState.Closing or SessionState.Closed && survival.Survives(session)))
        {
            return;
        }

        if (state == SessionState.Closed)
        {
            await directory.DeleteAsync(session.Identity.SessionId, cancellationToken: cancellationToken);
        }
        else
        {
            await directory.PutAsync(session.Identity.SessionId, ClusterJson.Write(SiteEntry.Of(session, owner)), cancellationToken: cancellationToken);
        }
    }
}
