using Gateway.Contracts;

namespace Gateway.Web.Sessions;

/// <summary>How long a session lives. Activity extends it, attached subscribers hold it. Any thread.</summary>
internal sealed class SessionLease(TimeSpan duration, bool closeWhenDetached, TimeSpan detachGrace, TimeProvider time)
{
    private readonly Lock _gate = new();
    private long _lastActivity = time.GetTimestamp();
    private long _detachedAt;
    private int _subscribers;
    private bool _wasAttached;

    /// <summary>A client did something with the session.</summary>
    public void Extend()
    {
        lock (_gate)
        {
            _lastActivity = time.GetTimestamp();
        }
    }

    public void SubscribersChanged(int subscribers)
    {
        lock (_gate)
        {
            _wasAttached |= subscribers > 0;
            if (subscribers == 0 && _subscribers > 0)
            {
                _detachedAt = _lastActivity = time.GetTimestamp();
            }

            _subscribers = subscribers;
        }
    }

    /// <summary>Why the session has to be closed now; null when it lives on.</summary>
    public string? Expired()
    {
        lock (_gate)
        {
            if (_subscribers > 0)
            {
                return null;
            }

            if (closeWhenDetached && _wasAttached && time.GetElapsedTime(_detachedAt) >= detachGrace)
            {
                return $"its last subscriber left {detachGrace.TotalSeconds:F0} s ago";
            }

            return time.GetElapsedTime(_lastActivity) >= duration ? $"its lease of {duration.TotalSeconds:F0} s ended without activity" : null;
        }
    }

    public LeaseInfo Describe()
    {
        lock (_gate)
        {
            return new LeaseInfo
            {
                Seconds = (int)duration.TotalSeconds,
                ExpiresAt = _subscribers > 0 ? null : (time.GetUtcNow() + Remaining()).UtcDateTime,
                CloseWhenDetached = closeWhenDetached,
            };
        }
    }

    private TimeSpan Remaining()
    {
        var lease = duration - time.GetElapsedTime(_lastActivity);
        var grace = closeWhenDetached && _wasAttached ? detachGrace - time.GetElapsedTime(_detachedAt) : lease;
        return grace < lease ? grace : lease;
    }
}
