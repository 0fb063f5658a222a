using System.Collections.Concurrent;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Sessions.Workers;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>All sessions of the gateway. It makes no access decisions: callers check access first.</summary>
internal sealed class SessionManager(
    SessionFactory factory, WorkerSupervisor supervisor, OpenSessionValidator validator, SessionMetrics metrics,
    IOptions<SessionOptions> options, IOptions<WorkerOptions> workers, TimeProvider time, ILogger<Session> logger)
{
    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private readonly Lock _announcing = new();
    private int _count;
    private volatile bool _stopping;
    private volatile bool _draining;

    public IReadOnlyCollection<Session> All => (IReadOnlyCollection<Session>)_sessions.Values;

    /// <summary>Whether a planned stop has begun.</summary>
    public bool IsDraining => _draining;

    /// <summary>Number of unanswered commands of all sessions.</summary>
    public int PendingCommands => _sessions.Values.Sum(session => session.PendingCommands);

    public Session? Find(string sessionId) => _sessions.GetValueOrDefault(sessionId);

    /// <summary>Opens a session and waits until its worker is ready.</summary>
    /// <exception cref="GatewayException"><c>InvalidArgument</c>, <c>TooManySessions</c>, <c>GatewayStopping</c>, or the reason why the
    /// worker did not start.</exception>
    public async Task<Session> OpenAsync(OpenSessionRequest request, string owner, CancellationToken cancellationToken)
    {
        var backend = validator.Check(request);
        Reserve();
        var session = factory.Create(request, backend, owner);
        _sessions[session.Identity.SessionId] = session;
        metrics.Listed();
        try
        {
            await session.Life.StartAsync(supervisor, cancellationToken);
            metrics.Opened(SessionState.Ready);
            SessionLog.Opened(logger, session.Identity.SessionId, owner, backend, request.SessionTag);
            if (!Announce(session))
            {
                await session.Life.CloseAsync("the gateway stops");
                throw Stopping();
            }

            return session;
        }
        catch
        {
            metrics.Opened(SessionState.Faulted);
            Unlist(session);
            throw;
        }
    }

    /// <summary>
    /// Adds a session of an earlier gateway, whose worker is to be adopted. The limit on sessions applies to new sessions only.
    /// </summary>
    public Session Restore(SessionRecord row)
    {
        var session = factory.Restore(row);
        session.IsAnnounced = true;
        Interlocked.Increment(ref _count);
        _sessions[row.Identity.SessionId] = session;
        metrics.Listed();
        return session;
    }

    public async Task CloseAsync(Session session, string reason)
    {
        await session.Life.CloseAsync(reason);
        Unlist(session);
    }

    public async Task KillAsync(Session session, string reason)
    {
        await session.Life.KillAsync(reason);
        Unlist(session);
    }

    /// <summary>Closes expired sessions, and runs the upkeep of histories and streams.</summary>
    public async Task SweepAsync()
    {
        var closing = new List<Task>();
        foreach (var session in _sessions.Values)
        {
            session.Distributor.Tick();
            if (ReasonToClose(session) is { } reason)
            {
                closing.Add(CloseAsync(session, reason));
            }
        }

        await Task.WhenAll(closing);
    }

    /// <summary>Begins a planned stop: no new sessions and no new commands are accepted, streams continue.</summary>
    public void BeginDrain()
    {
        _draining = true;
        foreach (var session in _sessions.Values)
        {
            session.Quiesce(Stopping());
        }
    }

    /// <summary>
    /// Called when the gateway begins to stop: no new sessions are accepted, and streams end with an error that asks clients to resume.
    /// Does not wait.
    /// </summary>
    public void BeginStop()
    {
        lock (_announcing)
        {
            _stopping = true;
        }

        foreach (var session in _sessions.Values)
        {
            session.EndStreams(Stopping());
        }
    }

    /// <summary>Hands all sessions over to the next gateway. Without adoption, ends the sessions and their workers.</summary>
    public async Task StopAsync()
    {
        BeginStop();
        var handOver = workers.Value.EnableAdoption;
        SessionLog.StoppingAll(logger, _sessions.Count, handOver ? "handed over" : "closed");
        await Task.WhenAll(_sessions.Values.Select(async session =>
        {
            await (handOver && session.IsAnnounced ? session.Life.HandOverAsync(Stopping()) : session.Life.CloseAsync("the gateway stops", Stopping()));
            Unlist(session);
        }));
    }

    // A session is either handed over, or no client was told that it is open.
    private bool Announce(Session session)
    {
        lock (_announcing)
        {
            return session.IsAnnounced = !_stopping;
        }
    }

    private string? ReasonToClose(Session session)
    {
        var status = session.Status;
        return status.State switch
        {
            SessionState.Faulted when time.GetElapsedTime(status.Since).TotalSeconds >= options.Value.FaultRetentionSeconds => "it was faulted",
            SessionState.Ready => session.Lease.EndIfExpired(),
            _ => null,
        };
    }

    private void Reserve()
    {
        if (_stopping || _draining)
        {
            throw Stopping();
        }

        if (Interlocked.Increment(ref _count) > options.Value.MaxSessions)
        {
            Interlocked.Decrement(ref _count);
            throw new GatewayException(
                GatewayErrorCode.TooManySessions, $"The gateway already has {options.Value.MaxSessions} sessions, which is the limit; close one first.", 5_000);
        }
    }

    private void Unlist(Session session)
    {
        if (_sessions.TryRemove(session.Identity.SessionId, out _))
        {
            Interlocked.Decrement(ref _count);
            metrics.Unlisted();
        }
    }

    private static GatewayException Stopping() => new(GatewayErrorCode.GatewayStopping, "The gateway is stopping; reconnect and resume.", 1_000);
}
