using Gateway.Contracts;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.MultiSession;

/// <summary>A session's part in a stream over many: a subscription like any other, and where its reader stands.</summary>
/// <param name="session">The session.</param>
/// <param name="identity">What it was chosen by: it may change at any time.</param>
/// <param name="ready">What it adds itself to.</param>
internal sealed class SessionMember(Session session, SessionIdentity identity, ReadyMembers ready)
{
    private SnapshotPolicy _snapshot;
    private bool _snapshotDue;
    private int _queued;

    public Session Session => session;

    public string SessionId => session.Identity.SessionId;

    /// <summary>As the reader may know it: of a session that was taken from him, the last one that he was to see.</summary>
    public SessionIdentity Identity { get; private set; } = identity;

    /// <summary>Null until the session was subscribed to.</summary>
    public Subscription? Subscription { get; private set; }

    /// <summary>Why it leaves; null while it is wanted. Guarded by the stream's lock.</summary>
    public LeftReason? Leaving { get; set; }

    /// <summary>Its reader was told of it. The reader's.</summary>
    public bool HasJoined { get; private set; }

    /// <summary>What to resume with; null while what the reader was promised first, a snapshot, has not come. The reader's.</summary>
    public SessionPosition? Position { get; private set; }

    /// <param name="settings">Who reads, and how.</param>
    /// <param name="resumeFrom">Where the reader stands; null to begin with what happens next.</param>
    /// <exception cref="Errors.GatewayException">The session cannot be read, or has its subscribers.</exception>
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

    /// <summary>It has another label, and is wanted with that too.</summary>
    public void Follow(SessionIdentity followed) => Identity = followed;

    public bool TryQueue() => Interlocked.Exchange(ref _queued, 1) == 0;

    public void Unqueue() => Volatile.Write(ref _queued, 0);

    /// <summary>The item as the reader of many sessions gets it; the position moves with it.</summary>
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
        // Who resumes stands where he stood: should that be gone, a gap comes next.
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
        // Between a gap and its snapshot there is no position: resuming there would lose the snapshot.
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
