using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Streams.Alarms;
using Gateway.Web.Streams.Alarms.Reading;

namespace Gateway.Web.Sessions.AlarmMonitoring;

/// <summary>Tells readers, the change feed, the log and the reach of callers how the monitor stands. Used by the monitor only.</summary>
internal sealed class MonitorStatus(AlarmDistributor distributor, AlarmReach reach, MonitorFeed feed, TimeProvider time, ILogger<MonitorService> logger)
{
    private AlarmMonitorStatus _status = AlarmMonitorStatus.Off;
    private string? _reason;
    private DateTime _since;
    private AlarmBook? _book;

    public AlarmMonitorStatus Current => _status;

    private (int Watched, int Unknown) Counts => (_book?.Tracks.Count ?? 0, _book?.Unknown ?? 0);

    /// <summary>Whose reach decides who sees the alarms.</summary>
    public void Of(string? sessionId, string? sessionTag) =>
        reach.Session = new SessionAccessInfo(sessionId, Lifetime.SessionIdentity.GatewayOwner, sessionTag);

    /// <summary>The alarms that are counted from now on.</summary>
    public void Count(AlarmBook book) => _book = book;

    /// <summary>The monitor watches, and it is partial when objects are silent or at least this share of its alarms is unknown.</summary>
    public void Watching(int partialPercent, IReadOnlyList<string> silent)
    {
        var (watched, unknown) = Counts;
        var reason = silent.Count > 0 ? $"{Named(silent)} did not tell which alarms there are, and will be asked again."
            : unknown > 0 && unknown * 100 >= watched * partialPercent ? "A large share of the alarms is unknown."
            : null;
        Become(reason is null ? AlarmMonitorStatus.Watching : AlarmMonitorStatus.Partial, reason);
    }

    /// <summary>The session is lost, or the monitor failed.</summary>
    public void Blinded(Exception error)
    {
        if (error is not GatewayException)
        {
            logger.Failed(error);
        }

        Become(AlarmMonitorStatus.Blind, error is GatewayException ? error.Message : "The monitor failed.");
    }

    /// <summary>Tells which alarms the monitor watches from now on.</summary>
    public void Watches(int watched, int added, int removed) => feed.Watches(watched, added, removed);

    /// <summary>
    /// Publishes the status when it is another one. Another reason of the same status is published to readers only: it is no other time of it.
    /// </summary>
    public void Become(AlarmMonitorStatus status, string? reason = null)
    {
        if (status == _status && reason == _reason)
        {
            return;
        }

        var isOther = status != _status;
        _since = isOther ? time.GetUtcNow().UtcDateTime : _since;
        (_status, _reason) = (status, reason);
        var (watched, unknown) = Counts;
        var monitor = new AlarmMonitor
        {
            Status = status,
            Since = _since,
            Reason = reason,
            Watched = watched,
            Unknown = unknown,
        };
        distributor.Publish(monitor);
        if (isOther)
        {
            Tell(monitor);
        }
    }

    private static string Named(IReadOnlyList<string> silent) => silent.Count == 1 ? $"Object {silent[0]}" : $"Object {silent[0]} and {silent.Count - 1} more";

    private void Tell(AlarmMonitor monitor)
    {
        feed.Became(monitor);
        if (monitor.Status == AlarmMonitorStatus.Blind)
        {
            logger.Blind(monitor.Reason ?? "no reason is known");
        }
        else
        {
            logger.Became(monitor.Status.ToString(), monitor.Watched, monitor.Unknown);
        }
    }
}
