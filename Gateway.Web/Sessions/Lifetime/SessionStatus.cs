using System.Globalization;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Sessions.Workers;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>
/// The state of a session at one moment, with its worker, and since when the session has that state (time stamp of the clock's
/// high-resolution counter). It decides what the session can be used for.
/// </summary>
internal sealed record SessionStatus(SessionState State, SessionFault? Fault, Worker? Worker, long Since)
{
    /// <summary>The worker's status for clients. Until the session is ready, its worker counts as starting, even if it is connected and
    /// being adopted.</summary>
    public WorkerStatus? WorkerStatus => IsStarting ? new WorkerStatus { State = WorkerState.Starting } : Worker?.Status;

    private bool IsStarting => State is SessionState.Creating or SessionState.Starting;

    public static GatewayException Closed() => new(GatewayErrorCode.SessionClosed, "The session is closed.");

    /// <summary>The worker of a session that accepts commands.</summary>
    /// <exception cref="GatewayException"><c>SessionClosed</c>, <c>SessionFaulted</c> or <c>SessionNotReady</c>.</exception>
    public Worker DemandWorker() => State switch
    {
        SessionState.Ready => Worker!,
        SessionState.Faulted => throw Faulted(),
        SessionState.Closing or SessionState.Closed => throw Closed(),
        _ => throw NotReady(),
    };

    /// <summary>
    /// Checks that the session has streams. While events are still being adopted it has none, because a reader's position must not be
    /// mistaken for one beyond the latest.
    /// </summary>
    /// <exception cref="GatewayException"><c>SessionNotReady</c>.</exception>
    public void DemandReadable()
    {
        if (IsStarting)
        {
            throw NotReady();
        }
    }

    private GatewayException NotReady() => new(
        GatewayErrorCode.SessionNotReady,
        $"The session is {(State == SessionState.Creating ? "being created" : "starting")}: its worker {(Worker is null ? "is being started or has not connected yet" : "is connected and its events are being adopted")}.",
        250);

    private GatewayException Faulted()
    {
        var exited = Worker?.Status is { ExitCode: { } code } ? string.Create(CultureInfo.InvariantCulture, $" Its worker has exited with code {code}.") : "";
        return new GatewayException(GatewayErrorCode.SessionFaulted, $"The session is faulted: {Fault?.Message}{exited} Open a new session.");
    }
}
