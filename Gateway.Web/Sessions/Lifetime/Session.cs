using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Platform.Recorder;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>
/// One MXAccess client, as those see it who use it: its commands, its streams and its description. Its worker belongs to this gateway,
/// see <see cref="LocalSession"/>, or to another node of the site. May be used on any thread.
/// </summary>
internal abstract class Session(SessionCondition condition, SessionLife life, SessionLease lease, EventDistributor distributor)
{
    public SessionIdentity Identity => condition.Identity;

    public SessionStatus Status => condition.Status;

    /// <summary>Starts, adopts and ends the session.</summary>
    public SessionLife Life => life;

    public SessionLease Lease => lease;

    public EventDistributor Distributor => distributor;

    /// <summary>What the flight recorder keeps of the session.</summary>
    public OccurrenceRing Ring => condition.Ring;

    /// <summary>
    /// Whether a client knows of the session: then a stopping gateway hands it over instead of ending it. Guarded by the manager.
    /// </summary>
    public bool IsAnnounced { get; set; }

    /// <summary>When the session was adopted from an earlier gateway; null for one that was opened by this gateway.</summary>
    public DateTime? AdoptedAt => condition.AdoptedAt;

    /// <summary>The state as clients know it, who also know detached sessions.</summary>
    public SessionState State => StateForClients(Status);

    /// <summary>The node of the site that has the session's worker; null when it is this gateway.</summary>
    public virtual string? Node => null;

    /// <summary>The worker's status for clients.</summary>
    public virtual WorkerStatus? WorkerStatus => Status.WorkerStatus;

    /// <summary>Commands sent to the worker since the session began.</summary>
    public abstract long SentCommands { get; }

    /// <summary>Number of unanswered commands.</summary>
    public abstract int PendingCommands { get; }

    /// <exception cref="GatewayException">The command has no answer, or the session does not accept it.</exception>
    public abstract Task<MxReply> InvokeAsync(MxCommand command, CancellationToken cancellationToken);

    /// <summary>Accepts no more commands, so that the running ones can be answered before the gateway stops.</summary>
    public abstract void Quiesce(GatewayException refusal);

    /// <summary>Whether it is of use to wait for <see cref="PrepareAsync"/> now.</summary>
    public virtual bool CanPrepare => true;

    /// <summary>Waits until the session can be read, if its events have to be fetched first.</summary>
    /// <exception cref="GatewayException"><c>SessionNotReady</c>: they cannot be fetched now.</exception>
    public virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <exception cref="GatewayException">The session cannot be read, or already has the largest number of subscribers.</exception>
    public Subscription Subscribe(SubscriptionSettings settings) => WhileReadable(() =>
        // An observer does not keep the session open.
        settings.Kind == ReaderKind.Observer ? distributor.Subscribe(Recorded(settings)) : lease.Attach(() => distributor.Subscribe(Recorded(settings))));

    /// <summary>
    /// Lets a service of the gateway itself read everything, as <see cref="EventDistributor.SubscribeInternal"/> describes. Such a
    /// subscription does not keep the session open. Leaving the enumeration, or disposing it, ends the subscription.
    /// </summary>
    /// <exception cref="GatewayException"><c>SessionNotReady</c>.</exception>
    public Subscription SubscribeInternal(string service, StreamRequest request, Action? woken = null) =>
        WhileReadable(() => distributor.SubscribeInternal(service, request, woken));

    /// <summary>Ends the streams at once with an error. The session itself is closed later.</summary>
    public void EndStreams(GatewayException error) => distributor.Complete(error);

    public SessionInfo Describe(bool withSubscriptions)
    {
        var (oldest, latest) = distributor.Range;
        var (identity, status) = (Identity, Status);
        return new SessionInfo
        {
            SessionId = identity.SessionId,
            Name = identity.Name,
            SessionTag = identity.SessionTag,
            Backend = identity.Backend,
            State = StateForClients(status),
            Fault = status.Fault,
            Owner = identity.Owner,
            ClientIdentity = identity.ClientIdentity,
            CorrelationId = identity.CorrelationId,
            CreatedAt = identity.CreatedAt,
            LastActivityAt = lease.LastActivityAt,
            AdoptedAt = AdoptedAt,
            Lease = DescribeLease(),
            Epoch = distributor.Epoch.Length == 0 ? null : distributor.Epoch,
            OldestSequence = oldest,
            LatestSequence = latest,
            WorkerProcessId = status.Worker?.ProcessId,
            Worker = WorkerStatus,
            Node = Node,
            Site = identity.Site,
            Items = distributor.Items.Count,
            Subscriptions = withSubscriptions ? distributor.DescribeSubscriptions() : [],
        };
    }

    /// <summary>Registers a reader, while the session can be read.</summary>
    /// <exception cref="GatewayException"><c>SessionNotReady</c>.</exception>
    protected abstract Subscription WhileReadable(Func<Subscription> subscribe);

    protected virtual LeaseInfo DescribeLease() => lease.Describe();

    private SubscriptionSettings Recorded(SubscriptionSettings settings) => settings with
    {
        Ring = Ring.Open(new RingHeading(RecorderPart.Stream, settings.ReaderIdIn(Identity.SessionId), settings.Subject)
        {
            Site = settings.Connection?.Current.Sites?.Home,
            Session = Ring,
            Connection = settings.Connection?.Ring ?? OccurrenceRing.None,
        }),
    };

    private SessionState StateForClients(SessionStatus status) => status.State == SessionState.Ready && lease.IsDetached ? SessionState.Detached : status.State;
}
