using Gateway.Contracts;
using Gateway.Web.Platform.Periodic;
using Gateway.Web.Platform.Recorder;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>Closes expired sessions, and runs the upkeep of histories and streams.</summary>
internal sealed class SessionSweeper(SessionManager sessions, IOptions<SessionOptions> options, TimeProvider time, ILogger<SessionSweeper> logger)
    : PeriodicService(time, logger)
{
    protected override TimeSpan Interval => TimeSpan.FromMilliseconds(options.Value.SweepIntervalMs);

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var closing = new List<Task>();
        foreach (var session in sessions.All)
        {
            session.Distributor.Tick();
            if (session.Node is null && ReasonToClose(session) is { } reason)
            {
                closing.Add(sessions.CloseAsync(session, reason));
            }
        }

        await Task.WhenAll(closing);
    }

    protected override void LogFailure(Exception error) => SessionLog.SweepFailed(logger, error);

    private string? ReasonToClose(Session session)
    {
        var status = session.Status;
        return status.State switch
        {
            SessionState.Faulted when Time.GetElapsedTime(status.Since).TotalSeconds >= options.Value.FaultRetentionSeconds => "it was faulted",
            SessionState.Ready => LeaseEnd(session),
            _ => null,
        };
    }

    private static string? LeaseEnd(Session session)
    {
        var reason = session.Lease.EndIfExpired();
        if (reason is not null)
        {
            session.Ring.Note(OccurrenceKind.LeaseEnded);
        }

        return reason;
    }
}
