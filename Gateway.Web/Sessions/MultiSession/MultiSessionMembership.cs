using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Serialization;
using Gateway.Web.Access.Callers;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.MultiSession;

/// <summary>
/// Which sessions belong to one stream, and the last positions in sessions that have left it. Changes are decided on the thread that
/// reports them. So nothing is published to a reader that has just lost access, and a reader that has just gained access misses
/// nothing. The reader reports the change when its turn comes. May be used on any thread.
/// </summary>
internal sealed class MultiSessionMembership(SessionSelector selector, SubscriptionSettings settings, ReadyMembers ready, IAccessPolicy access)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SessionMember> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SessionPosition> _left = new(StringComparer.Ordinal);
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private SubscriptionSettings _settings = settings;
    private Caller? _caller;
    private bool _closed;

    /// <summary>Adds the existing sessions.</summary>
    /// <param name="caller">The caller whose rights apply.</param>
    /// <param name="sessions">All sessions.</param>
    /// <param name="resumeFrom">The reader's positions; null means to begin with the next events.</param>
    /// <returns>The members at the start.</returns>
    public IReadOnlyList<SessionMember> Begin(Caller caller, IReadOnlyCollection<Session> sessions, IReadOnlyList<SessionPosition>? resumeFrom)
    {
        lock (_gate)
        {
            _caller = caller;
            foreach (var position in resumeFrom ?? [])
            {
                _left[position.SessionId] = position;
            }

            foreach (var session in sessions)
            {
                Review(session, fromNow: resumeFrom is null);
            }

            return [.. _members.Values];
        }
    }

    /// <summary>Called when a session may have opened, ended, or changed its session tag.</summary>
    public void Review(Session session)
    {
        lock (_gate)
        {
            // Before the stream begins there is nothing to review: beginning adds all existing sessions.
            if (_caller is not null && !_closed)
            {
                Review(session, fromNow: false);
            }
        }
    }

    /// <summary>Applies changed rights of the same reader.</summary>
    /// <exception cref="GatewayException"><c>Forbidden</c>: the caller may not read any events.</exception>
    public void Renew(Caller caller, IReadOnlyCollection<Session> sessions)
    {
        access.Demand(caller, GatewayAction.ReadSession);
        lock (_gate)
        {
            _caller = caller;
            _settings = _settings with { Visible = caller.Read };
            foreach (var member in _members.Values)
            {
                member.Subscription!.ChangeVisible(caller.Read);
            }

            foreach (var session in sessions)
            {
                Review(session, fromNow: false);
            }
        }
    }

    /// <summary>Changes how the sessions are read, including sessions that join later.</summary>
    public void Change(StreamSettings change)
    {
        lock (_gate)
        {
            _settings = _settings with
            {
                Request = _settings.Request with
                {
                    Mode = change.Mode,
                    Filter = change.Filter,
                    OnSlow = change.OnSlow,
                    FlushIntervalMs = change.FlushIntervalMs,
                },
            };
            foreach (var member in _members.Values)
            {
                member.Subscription!.Change(change);
            }
        }
    }

    /// <summary>Called when the reader has received the last item of a member.</summary>
    /// <returns>The reason why it left; null when its session delivers nothing more.</returns>
    public LeftReason? Remove(SessionMember member)
    {
        member.Subscription!.Dispose();
        lock (_gate)
        {
            _members.Remove(member.SessionId);
            if (member.Leaving is not null && member.Session.Status.State != SessionState.Closed)
            {
                Keep(member.Position);
                // The session may have joined again meanwhile.
                Review(member.Session, fromNow: false);
            }

            return member.Leaving;
        }
    }

    /// <summary>Tries again to join sessions that had no room for another subscriber.</summary>
    public void Retry(Func<string, Session?> find)
    {
        lock (_gate)
        {
            foreach (var session in _refused.Select(find).OfType<Session>().ToArray())
            {
                Review(session, fromNow: false);
            }
        }
    }

    public string Cursor()
    {
        lock (_gate)
        {
            // Members come first, because some of the other positions may belong to sessions that have ended.
            return MultiSessionCursor.Write(_members.Values.Select(member => member.Position).OfType<SessionPosition>()
                .Concat(_left.Values).Take(MultiSessionCursor.MaxSessions));
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var member in _members.Values)
            {
                member.Subscription!.Dispose();
            }

            _members.Clear();
        }
    }

    private void Review(Session session, bool fromNow)
    {
        var identity = session.Identity;
        var state = session.Status.State;
        if (state == SessionState.Closed)
        {
            _left.Remove(identity.SessionId);
            _refused.Remove(identity.SessionId);
        }

        var unwanted = ReasonAgainst(session, identity);
        if (_members.TryGetValue(identity.SessionId, out var member))
        {
            Review(member, identity, unwanted);
        }
        else if (unwanted is null && (state == SessionState.Ready || (state == SessionState.Faulted && _left.ContainsKey(identity.SessionId))))
        {
            Join(session, identity, fromNow);
        }
    }

    private static void Review(SessionMember member, SessionIdentity identity, LeftReason? unwanted)
    {
        if (member.Leaving == LeftReason.Access || (member.Leaving is not null && unwanted != LeftReason.Access))
        {
            return;
        }

        if (unwanted is null)
        {
            member.Follow(identity);
            return;
        }

        // The reason is set before the end that it explains, because the reader may see the end at once.
        member.Leaving = unwanted;
        switch (unwanted)
        {
            case LeftReason.Access:
                member.Subscription!.Channel.Abort(new GatewayException(GatewayErrorCode.SessionNotFound, "The caller has no access to the session any more."));
                break;
            default:
                member.Session.Distributor.EndAtLatest(member.Subscription!);
                break;
        }
    }

    private LeftReason? ReasonAgainst(Session session, SessionIdentity identity) =>
        !access.Allows(_caller!, GatewayAction.ReadSession, session.ToAccessInfo()) ? LeftReason.Access
        : !selector.Chooses(identity) ? LeftReason.NotSelected
        : null;

    private void Join(Session session, SessionIdentity identity, bool fromNow)
    {
        var member = new SessionMember(session, identity, ready);
        var id = identity.SessionId;
        var from = _left.TryGetValue(id, out var left) ? left : fromNow ? (SessionPosition?)null : new SessionPosition(id, session.Distributor.Epoch, 0);
        try
        {
            member.Subscribe(_settings, from);
        }
        catch (GatewayException error) when (error.Code == GatewayErrorCode.TooManySubscribers)
        {
            _refused.Add(id);
            return;
        }
        catch (GatewayException error) when (error.Code is GatewayErrorCode.SessionNotReady or GatewayErrorCode.SessionClosed)
        {
            // The session is opening or ending and reports its next state itself.
            return;
        }

        _members[id] = member;
        _left.Remove(id);
        _refused.Remove(id);
    }

    private void Keep(SessionPosition? position)
    {
        if (position is { } kept && (_left.Count < MultiSessionCursor.MaxSessions || _left.ContainsKey(kept.SessionId)))
        {
            _left[kept.SessionId] = kept;
        }
    }
}
