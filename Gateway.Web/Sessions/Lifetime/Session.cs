using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Platform.Telemetry;
using Gateway.Web.Sessions.Commands;
using Gateway.Web.Sessions.Workers;
using Gateway.Web.Streams.Events;
using Gateway.Web.Streams.Feed;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>
/// One MXAccess client: its worker, its distributor, its commands and its lease. Starting, closing and losing the worker are
/// serialised; closing again does nothing.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The semaphore's wait handle is never used, so there is nothing to dispose.")]
internal sealed class Session
{
    private readonly SemaphoreSlim _transition = new(1, 1);
    private readonly CommandDispatcher _dispatcher;
    private readonly SessionIntake _intake;
    private readonly ManifestWriter _row;
    private readonly SessionFeed _feed;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private volatile Worker? _worker;
    private Task _running = Task.CompletedTask;
    private volatile SessionStatus _status;
    private volatile SessionIdentity _identity;
    private volatile GatewayException? _quiesced;
    private volatile bool _killing;

    public Session(
        SessionIdentity identity, SessionLease lease, EventDistributor distributor, CommandDispatcher dispatcher, ISessionManifest manifest, IFeed feed,
        TimeProvider time, ILogger logger)
    {
        _identity = identity;
        Lease = lease;
        Distributor = distributor;
        _dispatcher = dispatcher;
        _intake = new SessionIntake(distributor, dispatcher);
        _row = new ManifestWriter(manifest, lease);
        _time = time;
        _logger = logger;
        _status = new SessionStatus(SessionState.Creating, null, time.GetTimestamp());
        _feed = new SessionFeed(feed, this, time);
        distributor.Observer = _feed;
        distributor.ExternalSubscriptionEnded = lease.Detach;
        distributor.SlowSoleSubscriber = FaultForSlowSubscriber;
    }

    public SessionIdentity Identity => _identity;

    /// <summary>Called after each change of the state or the session tag; it must not wait.</summary>
    public Action<Session>? Changed { get; init; }

    public SessionLease Lease { get; }

    public EventDistributor Distributor { get; }

    public SessionStatus Status => _status;

    /// <summary>When the session was adopted from an earlier gateway; null for one that was opened by this gateway.</summary>
    public DateTime? AdoptedAt { get; private set; }

    /// <summary>
    /// Whether a client knows of the session: then a stopping gateway hands it over instead of ending it. Guarded by the manager.
    /// </summary>
    public bool IsAnnounced { get; set; }

    /// <summary>Number of unanswered commands.</summary>
    public int PendingCommands => _dispatcher.Pending;

    /// <summary>Starts the worker and begins to receive its events.</summary>
    /// <exception cref="GatewayException">The worker did not start; the session is faulted.</exception>
    public async Task StartAsync(WorkerSupervisor supervisor, CancellationToken cancellationToken)
    {
        await _transition.WaitAsync(cancellationToken);
        try
        {
            Become(SessionState.Starting);
            var worker = await supervisor.StartAsync(Identity.SessionId, Identity.Backend, record => _row.SaveAsync(Identity, record), cancellationToken);
            _worker = worker;
            _feed.WorkerStarted(worker.ProcessId);
            Distributor.Begin(worker.Epoch);
            Become(SessionState.Ready);
            Run(worker);
        }
        catch (Exception error)
        {
            await LoseAsync(error, GatewayErrorCode.WorkerStartFailed);
            throw;
        }
        finally
        {
            _transition.Release();
        }
    }

    /// <summary>
    /// Adopts the worker of an earlier gateway, and its events from the oldest that it still holds. The session is not ready until all
    /// of them are received, because a reader's position must not be mistaken for one beyond the latest.
    /// </summary>
    /// <exception cref="GatewayException">The worker is lost; the session is faulted.</exception>
    /// <exception cref="OperationCanceledException">The gateway is stopping; the worker waits for the next one.</exception>
    public async Task AdoptAsync(WorkerSupervisor supervisor, WorkerRecord record, CancellationToken cancellationToken)
    {
        await _transition.WaitAsync(cancellationToken);
        try
        {
            var worker = await supervisor.AdoptAsync(Identity.SessionId, Identity.Backend, record, cancellationToken);
            _row.Found(record);
            _worker = worker;
            Distributor.Begin(worker.Epoch);
            var refilling = _intake.RefillAsync(worker);
            Run(worker);
            await refilling.WaitAsync(cancellationToken);
            AdoptedAt = _time.GetUtcNow().UtcDateTime;
            Lease.Resume();
            _feed.Adopted(worker.ProcessId);
            Become(SessionState.Ready);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            await LoseAsync(error, GatewayErrorCode.WorkerLost);
            throw;
        }
        finally
        {
            _transition.Release();
        }
    }

    /// <summary>Faults a session whose worker cannot be adopted: clients that come back are told that the session is lost.</summary>
    public async Task LoseAsync(string reason)
    {
        await _transition.WaitAsync();
        try
        {
            await LoseAsync(new GatewayException(GatewayErrorCode.WorkerLost, reason), GatewayErrorCode.WorkerLost);
        }
        finally
        {
            _transition.Release();
        }
    }

    /// <exception cref="GatewayException">The command has no answer, see <see cref="CommandDispatcher.DispatchAsync"/>, or the session
    /// is not ready.</exception>
    public async Task<MxReply> InvokeAsync(MxCommand command, CancellationToken cancellationToken)
    {
        if (_quiesced is { } refusal)
        {
            throw refusal;
        }

        var worker = Lease.Extend() ? ReadyWorker() : throw Closed();
        using var span = GatewaySpans.StartCommand(command.Method, Identity.SessionId, Identity.SessionTag);
        return await _dispatcher.DispatchAsync(command, worker, span, cancellationToken);
    }

    /// <exception cref="GatewayException">The session cannot be read, or already has the largest number of subscribers.</exception>
    public Subscription Subscribe(SubscriptionSettings settings)
    {
        DemandReadable();
        return Lease.Attach(() => Distributor.Subscribe(settings));
    }

    /// <summary>
    /// Lets a service of the gateway itself read everything, as <see cref="EventDistributor.SubscribeInternal"/> describes. Such a
    /// subscription does not keep the session open. Leaving the enumeration, or disposing it, ends the subscription.
    /// </summary>
    /// <exception cref="GatewayException"><c>SessionNotReady</c>.</exception>
    public Subscription SubscribeInternal(string service, StreamRequest request, Action? woken = null)
    {
        DemandReadable();
        return Distributor.SubscribeInternal(service, request, woken);
    }

    /// <summary>
    /// Ends the session normally: the worker releases everything it holds, and streams complete, or end with the given error.
    /// </summary>
    public Task CloseAsync(string reason, GatewayException? streamsEndWith = null) =>
        EndAsync(reason, streamsEndWith, worker => worker.ShutdownAsync(reason));

    /// <summary>Ends the streams at once with an error. The session itself is closed later.</summary>
    public void EndStreams(GatewayException error) => Distributor.Complete(error);

    /// <summary>Accepts no more commands, so that the running ones can be answered before the gateway stops.</summary>
    public void Quiesce(GatewayException refusal) => _quiesced = refusal;

    /// <summary>Ends the session at once, even if it is being closed and its worker is slow to end.</summary>
    public Task KillAsync(string reason)
    {
        _killing = true;
        _worker?.Kill();
        return EndAsync(reason, new GatewayException(GatewayErrorCode.SessionClosed, $"The session was killed: {reason}"), worker => worker.KillAsync());
    }

    /// <summary>Releases the session without ending it: its worker, if it has one, continues and waits for the next gateway.</summary>
    public async Task HandOverAsync(GatewayException streamsEndWith)
    {
        await _transition.WaitAsync();
        try
        {
            if (_worker is { } worker && _status.State is SessionState.Starting or SessionState.Ready)
            {
                Become(SessionState.Closing);
                Distributor.Complete(streamsEndWith);
                await worker.HandOverAsync();
                await _running;
                Become(SessionState.Closed);
            }
        }
        finally
        {
            _transition.Release();
        }
    }

    /// <summary>Changes the session tag permanently: a restarted gateway knows it too.</summary>
    /// <exception cref="GatewayException"><c>SessionClosed</c>, <c>SessionFaulted</c> or <c>SessionNotReady</c>.</exception>
    public async Task SetTagAsync(string? sessionTag)
    {
        await _transition.WaitAsync();
        try
        {
            ReadyWorker();
            var labelled = _identity with { SessionTag = sessionTag };
            await _row.SaveAsync(labelled);
            _identity = labelled;
            Changed?.Invoke(this);
        }
        finally
        {
            _transition.Release();
        }
    }

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
            State = status.State == SessionState.Ready && Lease.IsDetached ? SessionState.Detached : status.State,
            Fault = status.Fault,
            Owner = Identity.Owner,
            CreatedAt = Identity.CreatedAt,
            AdoptedAt = AdoptedAt,
            Lease = Lease.Describe(),
            Epoch = Distributor.Epoch.Length == 0 ? null : Distributor.Epoch,
            OldestSequence = oldest,
            LatestSequence = latest,
            WorkerProcessId = _worker?.ProcessId,
            Worker = WorkerStatusIn(status.State),
            Items = Distributor.Items.Count,
            Subscriptions = withSubscriptions ? Distributor.DescribeSubscriptions() : [],
        };
    }

    // While events are still being adopted, a reader's position must not be mistaken for one beyond the latest.
    private void DemandReadable()
    {
        if (_status.State is SessionState.Creating or SessionState.Starting)
        {
            throw NotReady();
        }
    }

    private Worker ReadyWorker() => _status.State switch
    {
        SessionState.Ready => _worker!,
        SessionState.Faulted => throw Faulted(),
        SessionState.Closing or SessionState.Closed => throw Closed(),
        _ => throw NotReady(),
    };

    private static GatewayException Closed() => new(GatewayErrorCode.SessionClosed, "The session is closed.");

    private GatewayException NotReady() => new(
        GatewayErrorCode.SessionNotReady,
        $"The session is {(_status.State == SessionState.Creating ? "being created" : "starting")}: its worker {(_worker is null ? "is being started or has not connected yet" : "is connected and its events are being adopted")}.",
        250);

    private GatewayException Faulted()
    {
        var exited = _worker?.Status is { ExitCode: { } code } ? string.Create(CultureInfo.InvariantCulture, $" Its worker has exited with code {code}.") : "";
        return new GatewayException(GatewayErrorCode.SessionFaulted, $"The session is faulted: {_status.Fault?.Message}{exited} Open a new session.");
    }

    // Until the session is ready, its worker counts as starting, even if it is connected and being adopted.
    private WorkerStatus? WorkerStatusIn(SessionState state) => state is SessionState.Creating or SessionState.Starting
        ? new WorkerStatus { State = WorkerState.Starting }
        : _worker?.Status;

    // `EndAsync` awaits `_running` while it holds `_transition`; the fault path takes the lock only after `_running` has ended, so the
    // two cannot deadlock.
    private void Run(Worker worker)
    {
        var running = _intake.RunAsync(worker);
        _running = running;
        _ = FaultWhenLostAsync(worker, running);
    }

    private async Task FaultWhenLostAsync(Worker worker, Task<string> running)
    {
        var reason = await running;
        await _transition.WaitAsync();
        try
        {
            if (_status.State == SessionState.Ready && !_killing)
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
        // Before anybody is told: should the gateway die in between, the next one must not take up what was announced as lost.
        await _row.RemoveAsync(Identity);
        Become(SessionState.Faulted, fault);
        Distributor.Complete(new GatewayException(code, $"{reason} Open a new session."));
        await DisposeAsync(worker);
    }

    // Called when the session has no worker, or has lost it; no process is left.
    private async Task LoseAsync(Exception error, GatewayErrorCode unless)
    {
        var code = (error as GatewayException)?.Code ?? unless;
        if (_worker is { } worker)
        {
            await DisposeAsync(worker);
        }

        await _row.RemoveAsync(Identity);
        Become(SessionState.Faulted, NewFault(code, error.Message));
        Distributor.Complete(new GatewayException(code, $"{error.Message} Open a new session."));
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
            Lease.End();
            Become(SessionState.Closing);
            if (_worker is { } worker && !faulted)
            {
                await end(worker);
                await _running;
                await DisposeAsync(worker);
                await _row.RemoveAsync(Identity);
            }

            Distributor.Complete(streamsEndWith);
            Become(SessionState.Closed);
            SessionLog.Closed(_logger, Identity.SessionId, reason);
            _feed.Closed(reason);
        }
        finally
        {
            _transition.Release();
        }
    }

    private async Task DisposeAsync(Worker worker)
    {
        await worker.DisposeAsync();
        _feed.WorkerExited(worker.ProcessId, await worker.Exited);
    }

    private void Become(SessionState state, SessionFault? fault = null)
    {
        _status = new SessionStatus(state, fault, _time.GetTimestamp());
        _feed.Became(state, fault);
        Distributor.PublishState(new StateItem { State = state, Fault = fault });
        Changed?.Invoke(this);
    }

    private SessionFault NewFault(GatewayErrorCode code, string message) =>
        new() { Code = code.ToString(), Message = message, At = _time.GetUtcNow().UtcDateTime };
}
