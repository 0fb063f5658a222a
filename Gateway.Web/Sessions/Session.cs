using System.Diagnostics.CodeAnalysis;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Protocol;
using Gateway.Web.Commands;
using Gateway.Web.Distribution;
using Gateway.Web.Workers;

namespace Gateway.Web.Sessions;

/// <summary>
/// One MXAccess client life: its worker, its distributor, its commands, its lease. Starting, closing and losing the worker
/// are serialised; a second close is harmless.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The semaphore's wait handle is never used, so there is nothing to dispose.")]
internal sealed class Session : IWorkerObserver
{
    private readonly SemaphoreSlim _transition = new(1, 1);
    private readonly CommandDispatcher _dispatcher;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private Worker? _worker;
    private Task _running = Task.CompletedTask;
    private volatile SessionStatus _status;

    public Session(SessionIdentity identity, SessionLease lease, EventDistributor distributor, CommandDispatcher dispatcher, TimeProvider time, ILogger logger)
    {
        Identity = identity;
        Lease = lease;
        Distributor = distributor;
        _dispatcher = dispatcher;
        _time = time;
        _logger = logger;
        _status = new SessionStatus(SessionState.Creating, null, time.GetTimestamp());
        distributor.ExternalSubscriptionsChanged = lease.SubscribersChanged;
        distributor.SlowSoleSubscriber = FaultForSlowSubscriber;
    }

    public SessionIdentity Identity { get; }

    public SessionLease Lease { get; }

    public EventDistributor Distributor { get; }

    public SessionStatus Status => _status;

    /// <summary>Starts the worker and begins to take its events in.</summary>
    /// <exception cref="GatewayException">The worker did not start; the session is faulted.</exception>
    public async Task StartAsync(WorkerSupervisor supervisor, CancellationToken cancellationToken)
    {
        await _transition.WaitAsync(cancellationToken);
        try
        {
            Become(SessionState.Starting);
            _worker = await supervisor.StartAsync(Identity.SessionId, Identity.Backend, cancellationToken);
            Distributor.Begin(_worker.Epoch);
            Become(SessionState.Ready);
            _running = RunAsync(_worker);
        }
        catch (Exception error)
        {
            var code = (error as GatewayException)?.Code ?? GatewayErrorCode.WorkerStartFailed;
            Become(SessionState.Faulted, NewFault(code, error.Message));
            throw;
        }
        finally
        {
            _transition.Release();
        }
    }

    /// <exception cref="GatewayException">No answer: see <see cref="CommandDispatcher.DispatchAsync"/>; or the session is not ready.</exception>
    public Task<MxReply> InvokeAsync(MxCommand command, CancellationToken cancellationToken)
    {
        Lease.Extend();
        var worker = ReadyWorker();
        return _dispatcher.DispatchAsync(command, worker, cancellationToken);
    }

    /// <exception cref="GatewayException">The session cannot be read, or has its subscribers.</exception>
    public Subscription Subscribe(SubscriptionSettings settings)
    {
        if (_status.State is SessionState.Creating or SessionState.Starting)
        {
            throw new GatewayException(GatewayErrorCode.SessionNotReady, "The session is still starting.", 250);
        }

        Lease.Extend();
        return Distributor.Subscribe(settings);
    }

    /// <summary>Ends the session in order: the worker tears down, streams complete, or end with an error when one is given.</summary>
    public Task CloseAsync(string reason, GatewayException? streamsEndWith = null) =>
        EndAsync(reason, streamsEndWith, worker => worker.ShutdownAsync(reason));

    /// <summary>Ends the streams at once, with an error, and lets the session itself be closed later.</summary>
    public void EndStreams(GatewayException error) => Distributor.Complete(error);

    /// <summary>Ends the session at once.</summary>
    public Task KillAsync(string reason) =>
        EndAsync(reason, new GatewayException(GatewayErrorCode.SessionClosed, $"The session was killed: {reason}"), worker => worker.KillAsync());

    public SessionInfo Describe(bool withSubscriptions)
    {
        var (oldest, latest) = Distributor.Range;
        var status = _status;
        return new SessionInfo
        {
            SessionId = Identity.SessionId,
            Name = Identity.Name,
            SessionTag = Identity.SessionTag,
            Backend = Identity.Backend,
            State = status.State,
            Fault = status.Fault,
            Owner = Identity.Owner,
            CreatedAt = Identity.CreatedAt,
            Lease = Lease.Describe(),
            Epoch = Distributor.Epoch.Length == 0 ? null : Distributor.Epoch,
            OldestSequence = oldest,
            LatestSequence = latest,
            WorkerProcessId = _worker?.ProcessId,
            Items = Distributor.Items.Count,
            Subscriptions = withSubscriptions ? Distributor.DescribeSubscriptions() : [],
        };
    }

    void IWorkerObserver.OnBatch(Batch batch) => Distributor.Publish(batch);

    void IWorkerObserver.OnState(StateFrame state)
    {
        Distributor.Items.Apply(state);
        Distributor.ForgetItems(state.Removed);
    }

    void IWorkerObserver.OnReply(ReplyFrame reply) => _dispatcher.OnReply(reply);

    private Worker ReadyWorker() => _status.State switch
    {
        SessionState.Ready => _worker!,
        SessionState.Faulted => throw new GatewayException(GatewayErrorCode.SessionFaulted, $"The session is faulted: {_status.Fault?.Message}"),
        SessionState.Closing or SessionState.Closed => throw new GatewayException(GatewayErrorCode.SessionClosed, "The session is closed."),
        _ => throw new GatewayException(GatewayErrorCode.SessionNotReady, "The session is still starting.", 250),
    };

    // The life of the connection. Ends with the session, or makes it faulted.
    private async Task RunAsync(Worker worker)
    {
        var reason = await worker.RunAsync(this);
        _dispatcher.FailAll(reason);
        if (_status.State is SessionState.Closing or SessionState.Closed)
        {
            return;
        }

        await _transition.WaitAsync();
        try
        {
            if (_status.State == SessionState.Ready)
            {
                await FaultAsync(worker, GatewayErrorCode.WorkerLost, reason);
            }
        }
        finally
        {
            _transition.Release();
        }
    }

    private async Task FaultAsync(Worker worker, GatewayErrorCode code, string reason)
    {
        var fault = NewFault(code, reason);
        SessionLog.Faulted(_logger, Identity.SessionId, fault.Code, reason);
        Become(SessionState.Faulted, fault);
        Distributor.Complete(new GatewayException(code, $"{reason} Open a new session."));
        await worker.DisposeAsync();
    }

    private void FaultForSlowSubscriber() => _ = FaultForSlowSubscriberAsync();

    private async Task FaultForSlowSubscriberAsync()
    {
        await _transition.WaitAsync();
        try
        {
            if (_status.State == SessionState.Ready)
            {
                await FaultAsync(_worker!, GatewayErrorCode.SlowConsumer, "The session's only subscriber was too slow.");
            }
        }
        finally
        {
            _transition.Release();
        }
    }

    private async Task EndAsync(string reason, GatewayException? streamsEndWith, Func<Worker, Task> end)
    {
        await _transition.WaitAsync();
        try
        {
            if (_status.State == SessionState.Closed)
            {
                return;
            }

            var faulted = _status.State == SessionState.Faulted;
            Become(SessionState.Closing);
            if (_worker is { } worker && !faulted)
            {
                await end(worker);
                await _running;
                await worker.DisposeAsync();
            }

            Distributor.Complete(streamsEndWith);
            Become(SessionState.Closed);
            SessionLog.Closed(_logger, Identity.SessionId, reason);
        }
        finally
        {
            _transition.Release();
        }
    }

    private void Become(SessionState state, SessionFault? fault = null)
    {
        _status = new SessionStatus(state, fault, _time.GetTimestamp());
        Distributor.PublishState(new StateItem { State = state, Fault = fault });
    }

    private SessionFault NewFault(GatewayErrorCode code, string message) =>
        new() { Code = code.ToString(), Message = message, At = _time.GetUtcNow().UtcDateTime };
}
