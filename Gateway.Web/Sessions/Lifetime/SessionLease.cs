using Gateway.Contracts;
using Gateway.Errors;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>
/// Decides how long a session lives. Activity extends its lease, and attached subscribers keep it open; a session that closes when
/// detached stays open for a grace period after the last of them has left. One lock serialises attaching, leaving, expiring and
/// closing, so that a subscriber either keeps the session open or is told that it is closed. May be used on any thread.
/// </summary>
internal sealed class SessionLease(TimeSpan duration, bool closeWhenDetached, TimeSpan detachGrace, TimeProvider time)
{
    /// <summary>How often an edge tells of the sessions that have subscribers there.</summary>
    public static readonly TimeSpan KeepAliveInterval = TimeSpan.FromSeconds(5);

    /// <summary>Subscribers that lost their connection in a restart need some time to come back.</summary>
    private static readonly TimeSpan RestartGrace = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan KeptAliveFor = 3 * KeepAliveInterval;

    private readonly Lock _gate = new();
    private readonly DateTime _begun = time.GetUtcNow().UtcDateTime;
    private readonly long _begunAt = time.GetTimestamp();
    private long _lastActivity = time.GetTimestamp();
    private long _detachedAt;
    private long? _keptAliveAt;
    private TimeSpan? _restartGrace;
    private int _subscribers;
    private bool _wasAttached;
    private bool _ended;

    public int Seconds => (int)duration.TotalSeconds;

    public bool CloseWhenDetached => closeWhenDetached;

    /// <summary>Whether the grace period is running.</summary>
    public bool IsDetached
    {
        get
        {
            lock (_gate)
            {
                return Detached;
            }
        }
    }

    /// <summary>When a client last used the session, UTC. A clock that is set meanwhile does not change it.</summary>
    public DateTime LastActivityAt
    {
        get
        {
            lock (_gate)
            {
                return _begun + time.GetElapsedTime(_begunAt, _lastActivity);
            }
        }
    }

    private bool Detached => closeWhenDetached && _wasAttached && !IsAttached && !_ended;

    private bool IsAttached => _subscribers > 0 || SinceKeptAlive < TimeSpan.Zero;

    private TimeSpan SinceKeptAlive => _keptAliveAt is { } at ? time.GetElapsedTime(at) - KeptAliveFor : TimeSpan.MaxValue;

    /// <summary>Extends the lease, because a client has used the session.</summary>
    /// <returns>False when the session has ended.</returns>
    public bool Extend()
    {
        lock (_gate)
        {
            _lastActivity = time.GetTimestamp();
            return !_ended;
        }
    }

    /// <summary>Subscribes, and counts the subscriber if the call succeeds.</summary>
    /// <exception cref="GatewayException"><c>SessionClosed</c>: the session was closed before.</exception>
    public T Attach<T>(Func<T> subscribe)
    {
        lock (_gate)
        {
            if (_ended)
            {
                throw new GatewayException(GatewayErrorCode.SessionClosed, "The session is closed.");
            }

            var subscription = subscribe();
            _subscribers++;
            _wasAttached = true;
            _restartGrace = null;
            _lastActivity = time.GetTimestamp();
            return subscription;
        }
    }

    /// <summary>
    /// Called when the session has subscribers at an edge, which tells so every <see cref="KeepAliveInterval"/>. They count as those here, until
    /// the edge has not told of them for three times as long.
    /// </summary>
    public void KeepAlive()
    {
        lock (_gate)
        {
            _wasAttached = true;
            _restartGrace = null;
            _keptAliveAt = _lastActivity = time.GetTimestamp();
        }
    }

    /// <summary>Called when a subscriber has left.</summary>
    public void Detach()
    {
        lock (_gate)
        {
            _subscribers--;
            if (_subscribers == 0)
            {
                _detachedAt = _lastActivity = time.GetTimestamp();
            }
        }
    }

    /// <summary>
    /// Called when the session was adopted from an earlier gateway: its lease starts again, and its former subscribers, if it had any,
    /// get a grace period to come back.
    /// </summary>
    public void Resume()
    {
        lock (_gate)
        {
            _lastActivity = time.GetTimestamp();
            if (_subscribers == 0)
            {
                _wasAttached = true;
                _detachedAt = _lastActivity;
                _restartGrace = detachGrace > RestartGrace ? detachGrace : RestartGrace;
            }
        }
    }

    /// <summary>Closes the lease, even if subscribers are attached: nobody can attach any more.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
        }
    }

    /// <summary>Ends the lease if it has expired.</summary>
    /// <returns>The reason why the session must be closed now; null when it stays open.</returns>
    public string? EndIfExpired()
    {
        lock (_gate)
        {
            var reason = Expired();
            _ended |= reason is not null;
            return reason;
        }
    }

    public LeaseInfo Describe()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            return new LeaseInfo
            {
                Seconds = Seconds,
                ExpiresAt = IsAttached ? null : (now + Remaining()).UtcDateTime,
                CloseWhenDetached = closeWhenDetached,
                GraceSeconds = closeWhenDetached ? (int)detachGrace.TotalSeconds : null,
                GraceEndsAt = Detached ? (now + GraceLeft).UtcDateTime : null,
            };
        }
    }

    private TimeSpan Grace => _restartGrace ?? detachGrace;

    private TimeSpan GraceLeft => Grace - SinceDetached;

    private TimeSpan SinceDetached => time.GetElapsedTime(_detachedAt) is var here && here < SinceKeptAlive ? here : SinceKeptAlive;

    private TimeSpan LeaseLeft => duration - time.GetElapsedTime(_lastActivity);

    private TimeSpan Remaining() => Detached && GraceLeft < LeaseLeft ? GraceLeft : LeaseLeft;

    private string? Expired()
    {
        if (IsAttached || _ended)
        {
            return null;
        }

        if (Detached && GraceLeft <= TimeSpan.Zero)
        {
            return $"its last subscriber left {Grace.TotalSeconds:F0} s ago";
        }

        return LeaseLeft <= TimeSpan.Zero ? $"its lease of {duration.TotalSeconds:F0} s ended without activity" : null;
    }
}
