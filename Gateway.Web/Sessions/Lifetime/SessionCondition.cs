using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Platform.Recorder;
using Gateway.Web.Sessions.Workers;
using Gateway.Web.Streams.Events;
using Gateway.Web.Streams.Feed;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>
/// The identity and the status of one session. <see cref="SessionLife"/> makes the changes, one at a time; each is reported to the change
/// feed, to the session's streams and to the listener. May be read on any thread.
/// </summary>
internal sealed class SessionCondition
{
    private readonly EventDistributor _distributor;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private volatile SessionIdentity _identity;
    private volatile SessionStatus _status;

    public SessionCondition(SessionIdentity identity, EventDistributor distributor, IFeed feed, TimeProvider time, ILogger logger)
    {
        _identity = identity;
        _distributor = distributor;
        _time = time;
        _logger = logger;
        _status = new SessionStatus(SessionState.Creating, null, null, time.GetTimestamp());
        Feed = new SessionFeed(feed, this, time);
    }

    public SessionIdentity Identity => _identity;

    public SessionStatus Status => _status;

    public SessionFeed Feed { get; }

    /// <summary>What the flight recorder keeps of the session.</summary>
    public required OccurrenceRing Ring { get; init; }

    /// <summary>When the session was adopted from an earlier gateway; null for one that was opened by this gateway.</summary>
    public DateTime? AdoptedAt { get; private set; }

    /// <summary>Called after each change of the state or the session tag; it must not wait.</summary>
    public Action? Changed { get; set; }

    /// <summary>The session has a worker, which is not ready yet.</summary>
    public void Got(Worker worker) => _status = _status with { Worker = worker };

    public void Become(SessionState state) => Become(state, null, null);

    /// <summary>The session is lost. Its streams end with the error.</summary>
    public void BecomeFaulted(GatewayErrorCode code, string reason) =>
        BecomeFaulted(code, new SessionFault { Code = code.ToString(), Message = reason, At = _time.GetUtcNow().UtcDateTime });

    /// <inheritdoc cref="BecomeFaulted(GatewayErrorCode, string)"/>
    public void BecomeFaulted(GatewayErrorCode code, SessionFault fault)
    {
        Become(SessionState.Faulted, fault, code);
        _distributor.Complete(new GatewayException(code, $"{fault.Message} Open a new session."));
    }

    /// <summary>Tells the session's streams since when its values may be stale, or that they no longer are.</summary>
    public void TellStale(DateTime? since) => _distributor.PublishState(new StateItem { State = Status.State, Fault = Status.Fault, StaleSince = since });

    /// <summary>The session is ready with the worker of an earlier gateway.</summary>
    public void BecomeAdopted(Worker worker)
    {
        AdoptedAt = _time.GetUtcNow().UtcDateTime;
        Feed.Adopted(worker.ProcessId);
        Ring.Note(new Occurrence(OccurrenceKind.SessionAdopted) { A = worker.ProcessId });
        Become(SessionState.Ready);
    }

    public void BecomeClosed(string reason)
    {
        Become(SessionState.Closed);
        SessionLog.Closed(_logger, Identity.SessionId, reason);
        Feed.Closed(reason);
    }

    public void Relabel(string? sessionTag)
    {
        _identity = _identity with { SessionTag = sessionTag };
        Ring.SessionTag = sessionTag;
        Ring.Note(OccurrenceKind.SessionTagged);
        Changed?.Invoke();
    }

    /// <summary>Logs that a session which was ready is about to be faulted.</summary>
    public void LogFault(GatewayErrorCode code, string reason) => SessionLog.Faulted(_logger, Identity.SessionId, code.ToString(), reason);

    private void Become(SessionState state, SessionFault? fault, GatewayErrorCode? code)
    {
        _status = new SessionStatus(state, fault, _status.Worker, _time.GetTimestamp());
        Ring.Note(new Occurrence(KindOf(state)) { Code = code });
        Feed.Became(state, fault);
        _distributor.PublishState(new StateItem { State = state, Fault = fault });
        Changed?.Invoke();
    }

    private static OccurrenceKind KindOf(SessionState state) => state switch
    {
        SessionState.Creating or SessionState.Starting => OccurrenceKind.SessionOpened,
        SessionState.Faulted => OccurrenceKind.SessionFaulted,
        SessionState.Closing => OccurrenceKind.SessionClosing,
        SessionState.Closed => OccurrenceKind.SessionClosed,
        _ => OccurrenceKind.SessionReady,
    };
}
