using System.Collections.Concurrent;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Workers;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions;

/// <summary>All sessions of the gateway. Knows nothing of who may do what: callers ask first.</summary>
internal sealed class SessionManager(
    SessionFactory factory, WorkerSupervisor supervisor, OpenSessionValidator validator, SessionMetrics metrics,
    IOptions<SessionOptions> options, TimeProvider time, ILogger<Session> logger)
{
    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private int _count;
    private volatile bool _stopping;

    public IReadOnlyCollection<Session> All => (IReadOnlyCollection<Session>)_sessions.Values;

    public Session? Find(string sessionId) => _sessions.GetValueOrDefault(sessionId);

    /// <summary>Opens a session and waits until its worker is ready.</summary>
    /// <exception cref="GatewayException"><c>InvalidArgument</c>, <c>TooManySessions</c>, <c>GatewayStopping</c>, or why the worker did not start.</exception>
    public async Task<Session> OpenAsync(OpenSessionRequest request, string owner, CancellationToken cancellationToken)
    {
        var backend = validator.Check(request);
        Reserve();
        var session = factory.Create(request, backend, owner);
        _sessions[session.Identity.SessionId] = session;
        metrics.Listed();
        try
        {
            await session.StartAsync(supervisor, cancellationToken);
            metrics.Opened(SessionState.Ready);
            SessionLog.Opened(logger, session.Identity.SessionId, owner, backend, request.SessionTag);
            if (_stopping)
            {
                await session.CloseAsync("the gateway stops");
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

    public async Task CloseAsync(Session session, string reason)
    {
        await session.CloseAsync(reason);
        Unlist(session);
    }

    public async Task KillAsync(Session session, string reason)
    {
        await session.KillAsync(reason);
        Unlist(session);
    }

    /// <summary>Closes what has expired and lets histories and streams do their upkeep.</summary>
    public async Task SweepAsync()
    {
        foreach (var session in _sessions.Values)
        {
            session.Distributor.Tick();
            if (ReasonToClose(session) is { } reason)
            {
                await CloseAsync(session, reason);
            }
        }
    }

    /// <summary>The gateway begins to stop: no new sessions, and streams end with the duty to resume. Does not wait.</summary>
    public void BeginStop()
    {
        _stopping = true;
        foreach (var session in _sessions.Values)
        {
            session.EndStreams(Stopping());
        }
    }

    /// <summary>Ends all sessions and their workers.</summary>
    public async Task StopAsync()
    {
        BeginStop();
        SessionLog.StoppingAll(logger, _sessions.Count);
        await Task.WhenAll(_sessions.Values.Select(async session =>
        {
            await session.CloseAsync("the gateway stops", Stopping());
            Unlist(session);
        }));
    }

    private string? ReasonToClose(Session session)
    {
        var status = session.Status;
        return status.State switch
        {
            SessionState.Faulted when time.GetElapsedTime(status.Since).TotalSeconds >= options.Value.FaultRetentionSeconds => "it was faulted",
            SessionState.Ready => session.Lease.Expired(),
            _ => null,
        };
    }

    private void Reserve()
    {
        if (_stopping)
        {
            throw Stopping();
        }

        if (Interlocked.Increment(ref _count) > options.Value.MaxSessions)
        {
            Interlocked.Decrement(ref _count);
            throw new GatewayException(
                GatewayErrorCode.TooManySessions, $"The gateway has its {options.Value.MaxSessions} sessions; close one first.", 5_000);
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

    private static GatewayException Stopping() => new(GatewayErrorCode.GatewayStopping, "The gateway stops; reconnect and resume.", 1_000);
}
