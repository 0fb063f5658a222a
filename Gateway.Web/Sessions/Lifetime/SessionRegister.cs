using System.Collections.Concurrent;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Streams.Log;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>The sessions that the gateway has, how many there may be, and whether more are accepted. May be used on any thread.</summary>
internal sealed class SessionRegister(IOptions<SessionOptions> options, SessionMetrics metrics)
{
    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private readonly Lock _announcing = new();
    private int _count;
    private volatile bool _stopping;
    private volatile bool _draining;
    private volatile GatewayException? _elsewhere;

    /// <summary>What callers are told while the gateway stops.</summary>
    public static GatewayException Stopping => StoppingFault.Create();

    public IReadOnlyCollection<Session> All => (IReadOnlyCollection<Session>)_sessions.Values;

    /// <summary>Whether sessions are opened here; not on a gateway that serves those of others.</summary>
    public bool OpensSessions => _elsewhere is null;

    /// <summary>Whether a planned stop has begun.</summary>
    public bool IsDraining => _draining;

    public Session? Find(string sessionId) => _sessions.GetValueOrDefault(sessionId);

    /// <summary>Lists a new session.</summary>
    /// <exception cref="GatewayException"><c>TooManySessions</c>, <c>GatewayStopping</c>, or the refusal of a gateway that opens none.</exception>
    public void Add(Session session)
    {
        if (_elsewhere is { } refusal)
        {
            throw refusal;
        }

        if (_stopping || _draining)
        {
            throw Stopping;
        }

        if (Interlocked.Increment(ref _count) > options.Value.MaxSessions)
        {
            Interlocked.Decrement(ref _count);
            throw new GatewayException(
                GatewayErrorCode.TooManySessions, $"The gateway already has {options.Value.MaxSessions} sessions, which is the limit; close one first.", 5_000);
        }

        List(session);
    }

    /// <summary>Lists a session of an earlier gateway, whose clients know it. The limit applies to new sessions only.</summary>
    public void Restore(Session session)
    {
        session.IsAnnounced = true;
        Interlocked.Increment(ref _count);
        List(session);
    }

    /// <summary>Lists a session of another node.</summary>
    /// <returns>False when a session with its id is listed already, or the gateway stops.</returns>
    public bool TryFollow(Session session)
    {
        if (_stopping || !_sessions.TryAdd(session.Identity.SessionId, session))
        {
            return false;
        }

        Interlocked.Increment(ref _count);
        metrics.Listed();
        return true;
    }

    /// <summary>Opens no session from now on: whoever wants one is told the refusal. Called before the gateway serves.</summary>
    public void OpenElsewhere(GatewayException refusal) => _elsewhere = refusal;

    /// <summary>A new session is ready. A session is either handed over, or no client was told that it is open.</summary>
    /// <returns>False when the gateway stops, so that no client may be told.</returns>
    public bool Announce(Session session)
    {
        metrics.Opened(SessionState.Ready);
        lock (_announcing)
        {
            return session.IsAnnounced = !_stopping;
        }
    }

    /// <summary>A new session was not opened.</summary>
    public void Withdraw(Session session)
    {
        metrics.Opened(SessionState.Faulted);
        Remove(session);
    }

    public void Remove(Session session)
    {
        if (_sessions.TryRemove(session.Identity.SessionId, out _))
        {
            Interlocked.Decrement(ref _count);
            metrics.Unlisted();
            session.Ring.End();
        }
    }

    /// <summary>Accepts no more new sessions, because a planned stop has begun.</summary>
    public void BeginDrain() => _draining = true;

    /// <summary>Accepts and announces no more new sessions, because the gateway stops.</summary>
    public void BeginStop()
    {
        lock (_announcing)
        {
            _stopping = true;
        }
    }

    private void List(Session session)
    {
        _sessions[session.Identity.SessionId] = session;
        metrics.Listed();
    }
}
