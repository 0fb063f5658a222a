using Gateway.Contracts;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.MultiSession;

/// <summary>One session in a stream over many: its subscription and the position of its reader.</summary>
/// <param name="session">The session.</param>
/// <param name="identity">The identity by which the session was selected; it may change at any time.</param>
/// <param name="ready">The queue to which the member adds itself.</param>
internal sealed class SessionMember(Session session, SessionIdentity identity, ReadyMembers ready)
{
    private SnapshotPolicy _snapshot;
    private bool _snapshotDue;
    private int _queued;

    public Session Session => session;

    public string SessionId => session.Identity.SessionId;

    /// <summary>
    /// The session as the reader may know it. If the reader has lost access, this is the last description it was allowed to see.
    /// </summary>
    public SessionIdentity Identity { get; private set; } = identity;

    /// <summary>The subscription; null until there is one.</summary>
    public Subscription? Subscription { get; private set; }

    /// <summary>The reason why the member leaves; null while it belongs to the stream. Guarded by the stream's lock.</summary>
    public LeftReason? Leaving { get; set; }

    /// <summary>Whether the reader was told of the member. Used by the reader's thread only.</summary>
    public bool HasJoined { get; private set; }

    /// <summary>
    /// The position to resume from; null until the snapshot that the reader was promised has been delivered. Used by the reader's
    /// thread only.
    /// </summary>
    public SessionPosition? Position { get; private set; }

    /// <param name="settings">The settings of the subscription.</param>
    /// <param name="resumeFrom">The reader's position; null means to begin with the next events.</param>
    /// <exception cref="Errors.GatewayException">The session cannot be read, or already has the largest number of
    /// subscribers.</exception>
    public void Subscribe(SubscriptionSettings settings, SessionPosition? resumeFrom)
    {
        Position = resumeFrom;
        _snapshot = settings.Request.Snapshot;
        Subscription = session.Subscribe(settings with
        {
            Request = settings.Request with
            {
                ResumeAfter = resumeFrom?.Sequence,
                Epoch = resumeFrom?.Epoch,
            },
            Woken = Wake,
        });
        Wake();
    }

    public void Wake() => ready.Add(this);

    /// <summary>Called when the session has another session tag and still belongs to the stream.</summary>
    public void Follow(SessionIdentity followed) => Identity = followed;

    public bool TryQueue() => Interlocked.Exchange(ref _queued, 1) == 0;

    public void Unqueue() => Volatile.Write(ref _queued, 0);

    /// <summary>The item in the form for a stream over many sessions; the position moves with it.</summary>
    public MultiSessionItem Wrap(StreamItem item)
    {
        if (item is StartedItem started)
        {
            return Joined(started);
        }

        Note(item);
        return new OutgoingMultiSessionItem(SessionId, Identity.SessionTag, Identity.Name, item);
    }

    private JoinedItem Joined(StartedItem started)
    {
        HasJoined = true;
        // A reader that resumes keeps its position. If that is no longer available, a gap comes next.
        _snapshotDue = Position is null && _snapshot == SnapshotPolicy.Always;
        Position ??= _snapshotDue ? null : new SessionPosition(SessionId, started.Epoch, started.ResumedAfter);
        return new JoinedItem
        {
            Session = new JoinedSession { SessionId = SessionId, SessionTag = Identity.SessionTag, Name = Identity.Name, Backend = Identity.Backend },
            Epoch = started.Epoch,
            ResumedAfter = Position?.Sequence ?? started.ResumedAfter,
            State = started.State,
        };
    }

    private void Note(StreamItem item)
    {
        // There is no position between a gap and its snapshot, because a client that resumed there would miss the snapshot.
        _snapshotDue = item is GapItem && _snapshot != SnapshotPolicy.None;
        if (!_snapshotDue && PositionAfter(item) is { } sequence)
        {
            Position = new SessionPosition(SessionId, session.Distributor.Epoch, sequence);
        }
    }

    private static long? PositionAfter(StreamItem item) => item switch
    {
        OutgoingEvents events => events.Last,
        OutgoingSnapshot snapshot => snapshot.AsOf,
        IdleItem idle => idle.Sequence,
        GapItem gap => gap.Oldest - 1,
        _ => null,
    };
}
