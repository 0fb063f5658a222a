using System.Runtime.CompilerServices;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.MultiSession;

/// <summary>
/// One reader of many sessions. It has a subscription to each session, so that catching up, gaps, modes, filters and rights work as in
/// a stream of a single session. The subscriptions are merged in turn and nothing is buffered here.
/// </summary>
internal sealed class MultiSessionStream : IAdjustableStream, IDisposable
{
    /// <summary>Shortest time between two cursors.</summary>
    private static readonly TimeSpan CursorInterval = TimeSpan.FromSeconds(1);

    private readonly Queue<MultiSessionItem> _pending = new();
    private readonly MultiSessionMembership _members;
    private readonly ReadyMembers _ready;
    private readonly SessionManager _sessions;
    private readonly StreamLimits _limits;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _lastSent;
    private SessionMember? _unfinished;
    private bool _moved;
    private volatile bool _ticked;
    private volatile GatewayException? _end;

    /// <param name="settings">What is granted to the subscription to each session; the stream has the same id on its connection.</param>
    /// <param name="members">The membership, which has not begun yet.</param>
    /// <param name="ready">The queue to which members add themselves.</param>
    /// <param name="sessions">All sessions.</param>
    /// <param name="time">The clock.</param>
    public MultiSessionStream(
        SubscriptionSettings settings, MultiSessionMembership members, ReadyMembers ready, SessionManager sessions, TimeProvider time)
    {
        SubscriptionId = settings.SubscriptionId;
        _limits = settings.Limits;
        _members = members;
        _ready = ready;
        _sessions = sessions;
        _time = time;
        _lastSent = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Tick(), null, CursorInterval, CursorInterval);
    }

    public string SubscriptionId { get; }

    /// <summary>Adds the existing sessions. The first item then holds a position for each.</summary>
    public void Begin(Caller caller, IReadOnlyList<SessionPosition>? resumeFrom)
    {
        var joined = _members.Begin(caller, _sessions.All, resumeFrom).Select(TakeOpening).OfType<MultiSessionItem>().ToArray();
        _pending.Enqueue(new MultiSessionStartedItem { SubscriptionId = SubscriptionId, Limits = _limits, Cursor = _members.Cursor() });
        Array.ForEach(joined, _pending.Enqueue);
    }

    /// <summary>Called when a session may have opened, ended, or changed its session tag.</summary>
    public void Review(Session session) => _members.Review(session);

    public void Change(StreamSettings settings)
    {
        MultiSessionRequestValidator.CheckFilter(settings.Filter);
        _members.Change(settings);
    }

    public bool Renewed(Caller caller)
    {
        try
        {
            _members.Renew(caller, _sessions.All);
            return true;
        }
        catch (GatewayException error)
        {
            End(error);
            return false;
        }
    }

    public void End(GatewayException error)
    {
        _end = error;
        _ready.Wake();
    }

    public void Dispose()
    {
        _timer.Dispose();
        _members.Close();
    }

    /// <summary>The stream's items; can be enumerated once. The stream does not end by itself.</summary>
    /// <exception cref="GatewayException">The reason the stream ended.</exception>
    public async IAsyncEnumerable<MultiSessionItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var registration = cancellationToken.UnsafeRegister(static ready => ((ReadyMembers)ready!).Wake(), _ready);
        while (!cancellationToken.IsCancellationRequested)
        {
            if (TryNext() is { } item)
            {
                yield return item;
            }
            else
            {
                await _ready.WaitAsync();
            }
        }
    }

    /// <summary>The next item without waiting; null when there is none now. Called by the reader only.</summary>
    /// <exception cref="GatewayException">The reason the stream ended.</exception>
    internal MultiSessionItem? TryNext()
    {
        ThrowIfEnded();
        var item = _pending.TryDequeue(out var pending) ? pending : TakeUnfinished() ?? TakeCursor() ?? TakeMembers() ?? TakeIdle();
        // If the rights ended while the item was made, it is not delivered.
        ThrowIfEnded();
        if (item is not null)
        {
            _lastSent = _time.GetTimestamp();
        }

        return item;
    }

    private void ThrowIfEnded()
    {
        if (_end is { } end)
        {
            throw new GatewayException(end.Code, end.Message, end.RetryAfterMs);
        }
    }

    // Neither a cursor nor an item of another session may come between a count and the events that it counts.
    private MultiSessionItem? TakeUnfinished()
    {
        var member = _unfinished;
        _unfinished = null;
        return member?.Subscription is null ? null : Next(member);
    }

    private MultiSessionItem? TakeMembers()
    {
        while (_ready.Take() is { } member)
        {
            if (member.Subscription is not null && Next(member) is { } item)
            {
                _moved = true;
                return item;
            }
        }

        return null;
    }

    // A session that was removed meanwhile yields no more items: its end is reported in its turn.
    private static MultiSessionItem? TakeOpening(SessionMember member) => member.Subscription!.TryNext() is { } opening ? member.Wrap(opening) : null;

    private MultiSessionItem? Next(SessionMember member)
    {
        try
        {
            if (member.Subscription!.TryNext() is { } item)
            {
                // The member goes to the end of the queue, because it may have more items.
                _ready.Add(member);
                _unfinished = item is LaggedItem ? member : null;
                return member.Wrap(item);
            }

            return member.Subscription.HasEnded() ? Left(member, null) : null;
        }
        catch (GatewayException error) when (member.Leaving is not null || IsOfSession(error.Code))
        {
            return Left(member, error);
        }
    }

    // A session whose joining was never reported is not reported as leaving.
    private LeftItem? Left(SessionMember member, GatewayException? error)
    {
        var reason = _members.Remove(member);
        if (!member.HasJoined)
        {
            return null;
        }

        var ended = error is null || error.Code == GatewayErrorCode.SessionClosed ? LeftReason.Closed : LeftReason.Faulted;
        return new LeftItem { SessionId = member.SessionId, Reason = reason ?? ended, Code = reason is null ? error?.Code.ToString() : null };
    }

    // Other errors concern the reader or the gateway and end the stream.
    private static bool IsOfSession(GatewayErrorCode code) =>
        code is GatewayErrorCode.SessionClosed or GatewayErrorCode.SessionFaulted or GatewayErrorCode.WorkerLost or GatewayErrorCode.WorkerStartFailed;

    private CursorItem? TakeCursor()
    {
        if (!_ticked)
        {
            return null;
        }

        _ticked = false;
        _members.Retry(_sessions.Find);
        if (!_moved)
        {
            return null;
        }

        _moved = false;
        return new CursorItem { Cursor = _members.Cursor() };
    }

    private MultiSessionIdleItem? TakeIdle() =>
        _time.GetElapsedTime(_lastSent).TotalMilliseconds >= _limits.IdleIntervalMs ? new MultiSessionIdleItem() : null;

    private void Tick()
    {
        _ticked = true;
        _ready.Wake();
    }
}
