using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Cluster.Edge;

/// <summary>
/// A session whose worker belongs to another node of the site. Its description comes from the site's directory, its events and its state
/// from the site's log. Only its owner runs its commands, ends it and changes its tag. May be used on any thread.
/// </summary>
internal sealed class RemoteSession : Session, IReplicaObserver
{
    private readonly SessionCondition _condition;
    private readonly SessionReplica _replica;
    private readonly EdgeParts _parts;
    private readonly Lock _changing = new();
    private volatile SiteEntry _entry;
    private volatile WorkerStatus _worker = new() { State = WorkerState.Ready };
    private bool _over;

    public RemoteSession(SiteEntry entry, SessionParts session, EdgeParts parts)
        : base(session.Condition, session.Life, session.Lease, session.Distributor)
    {
        _entry = entry;
        _condition = session.Condition;
        _parts = parts;
        _replica = new SessionReplica(entry.SessionId, session.Distributor, this, parts) { Epoch = entry.Epoch ?? "", Instance = entry.Instance };
        session.Distributor.Begin(_replica.Epoch);
    }

    public override string Node => _entry.Node;

    /// <summary>The instance of the owner's store, which has the lease.</summary>
    public string Instance => _entry.Instance;

    public override WorkerStatus? WorkerStatus => Status.State == SessionState.Ready ? _worker : null;

    public override long SentCommands => 0;

    public override int PendingCommands => 0;

    /// <summary>Called when the log says that the owner has closed the session. Must not wait.</summary>
    public Action? ClosedByOwner { get; set; }

    public override Task<MxReply> InvokeAsync(MxCommand command, CancellationToken cancellationToken) => throw new GatewayException(
        GatewayErrorCode.Unsupported, $"This gateway is an edge of site {_parts.Options.Site}: node {Node}, which has the session's worker, runs its commands.");

    public override void Quiesce(GatewayException refusal)
    {
        // It has no commands.
    }

    public override bool CanPrepare => _replica.IsLoaded || !_parts.HasNeighbours || _parts.Gate.IsOpen;

    public override Task PrepareAsync(CancellationToken cancellationToken) => _replica.PrepareAsync(cancellationToken);

    /// <summary>The session appears here: it has the state that the directory says.</summary>
    public void Appear()
    {
        lock (_changing)
        {
            if (_entry.State == SessionState.Faulted)
            {
                BecomeFaulted(StateIn(_entry));
            }
            else
            {
                _condition.Become(SessionState.Ready);
            }
        }
    }

    /// <summary>The directory has another description of the session.</summary>
    /// <returns>Whether the session has another tag, so that the rights of its readers may be others.</returns>
    public bool Follow(SiteEntry entry)
    {
        _entry = entry;
        (_replica.Epoch, _replica.Instance) = (entry.Epoch ?? "", entry.Instance);
        var isRelabelled = entry.SessionTag != Identity.SessionTag;
        if (isRelabelled)
        {
            _condition.Relabel(entry.SessionTag);
        }

        if (entry.State == SessionState.Faulted)
        {
            _ = FaultAsync(entry);
        }

        return isRelabelled;
    }

    /// <summary>Tells readers since when the owner cannot be reached; null: it can.</summary>
    public void BecomeStale(DateTime? since)
    {
        if (_worker.Since.HasValue == since.HasValue)
        {
            return;
        }

        lock (_changing)
        {
            _worker = new WorkerStatus { State = since is null ? WorkerState.Ready : WorkerState.NotAnswering, Since = since };
            if (!_over && Status.State == SessionState.Ready)
            {
                _condition.TellStale(since);
            }
        }
    }

    /// <summary>Drops the events when nobody has read them for a while.</summary>
    public void Tick() => _replica.Tick();

    /// <summary>Stops reading at once, because the gateway stops.</summary>
    public void Stop() => _replica.End();

    /// <summary>Waits for the last events of an ended session, for a bounded time, and stops reading.</summary>
    public async Task EndAsync()
    {
        await _replica.Final.WaitAsync(_parts.Options.Answer, _parts.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _replica.End();
        lock (_changing)
        {
            _over = true;
        }
    }

    void IReplicaObserver.OnRestored(LoggedState? state)
    {
        lock (_changing)
        {
            if (Status.State == SessionState.Faulted)
            {
                // What was told before is forgotten together with the events.
                BecomeFaulted(new LoggedState { State = SessionState.Faulted, Fault = Status.Fault });
            }
            else if (state is { State: SessionState.Faulted })
            {
                BecomeFaulted(state);
            }
            else if (_worker.Since is { } since)
            {
                _condition.TellStale(since);
            }
        }
    }

    void IReplicaObserver.OnLoaded() => _condition.Changed?.Invoke();

    void IReplicaObserver.OnState(LoggedState state)
    {
        if (state.State == SessionState.Closed)
        {
            ClosedByOwner?.Invoke();
            return;
        }

        lock (_changing)
        {
            if (state.State == SessionState.Faulted && Status.State != SessionState.Faulted)
            {
                BecomeFaulted(state);
            }
        }
    }

    protected override Subscription WhileReadable(Func<Subscription> subscribe) => _replica.WhileLoaded(subscribe);

    // The owner has the lease, and when it ends depends on all nodes with readers.
    protected override LeaseInfo DescribeLease() => new() { Seconds = _entry.LeaseSeconds ?? 0, CloseWhenDetached = _entry.CloseWhenDetached ?? false };

    // The log tells it after the last events. The directory is the word when the log lacks it.
    private async Task FaultAsync(SiteEntry entry)
    {
        await _replica.Final.WaitAsync(_parts.Options.Answer, _parts.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_changing)
        {
            if (Status.State != SessionState.Faulted)
            {
                BecomeFaulted(StateIn(entry));
            }
        }
    }

    private void BecomeFaulted(LoggedState state)
    {
        if (!_over)
        {
            _condition.BecomeFaulted(state.FaultCode, state.CleanFault);
        }
    }

    private static LoggedState StateIn(SiteEntry entry) => new() { State = entry.State, Fault = entry.Fault };
}
