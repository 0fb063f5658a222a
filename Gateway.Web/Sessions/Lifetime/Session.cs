using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Platform.Recorder;
using Gateway.Web.Platform.Telemetry;
using Gateway.Web.Sessions.Commands;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>
/// One MXAccess client, as those see it who use it: its commands, its streams and its description. May be used on any thread.
/// </summary>
internal sealed class Session(SessionCondition condition, SessionLife life, SessionLease lease, EventDistributor distributor, CommandDispatcher dispatcher)
{
    private volatile GatewayException? _quiesced;

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

    /// <summary>Commands sent to the worker since the session began.</summary>
    public long SentCommands => dispatcher.Sent;

    /// <summary>Number of unanswered commands.</summary>
    public int PendingCommands => dispatcher.Pending;

    /// <exception cref="GatewayException">The command has no answer, see <see cref="CommandDispatcher.DispatchAsync"/>, or the session
    /// is not ready.</exception>
    public async Task<MxReply> InvokeAsync(MxCommand command, CancellationToken cancellationToken)
    {
        if (_quiesced is { } refusal)
        {
            throw refusal;
        }

        var worker = lease.Extend() ? Status.DemandWorker() : throw SessionStatus.Closed();
        using var span = GatewaySpans.StartCommand(command.Method, Identity.SessionId, Identity.SessionTag);
        return await dispatcher.DispatchAsync(command, worker, span, cancellationToken);
    }

    /// <summary>Accepts no more commands, so that the running ones can be answered before the gateway stops.</summary>
    public void Quiesce(GatewayException refusal) => _quiesced = refusal;

    /// <exception cref="GatewayException">The session cannot be read, or already has the largest number of subscribers.</exception>
    public Subscription Subscribe(SubscriptionSettings settings)
    {
        Status.DemandReadable();
        // An observer does not keep the session open.
        return settings.Kind == ReaderKind.Observer ? distributor.Subscribe(Recorded(settings)) : lease.Attach(() => distributor.Subscribe(Recorded(settings)));
    }

    /// <summary>
    /// Lets a service of the gateway itself read everything, as <see cref="EventDistributor.SubscribeInternal"/> describes. Such a
    /// subscription does not keep the session open. Leaving the enumeration, or disposing it, ends the subscription.
    /// </summary>
    /// <exception cref="GatewayException"><c>SessionNotReady</c>.</exception>
    public Subscription SubscribeInternal(string service, StreamRequest request, Action? woken = null)
    {
        Status.DemandReadable();
        return distributor.SubscribeInternal(service, request, woken);
    }

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
            Lease = lease.Describe(),
            Epoch = distributor.Epoch.Length == 0 ? null : distributor.Epoch,
            OldestSequence = oldest,
            LatestSequence = latest,
            WorkerProcessId = status.Worker?.ProcessId,
            Worker = status.WorkerStatus,
            Items = distributor.Items.Count,
            Subscriptions = withSubscriptions ? distributor.DescribeSubscriptions() : [],
        };
    }

    private SubscriptionSettings Recorded(SubscriptionSettings settings) => settings with
    {
        Ring = Ring.Open(new RingHeading(RecorderPart.Stream, settings.ReaderIdIn(Identity.SessionId), settings.Subject)
        {
            Session = Ring,
            Connection = settings.Connection?.Ring ?? OccurrenceRing.None,
        }),
    };

    private SessionState StateForClients(SessionStatus status) => status.State == SessionState.Ready && lease.IsDetached ? SessionState.Detached : status.State;
}
