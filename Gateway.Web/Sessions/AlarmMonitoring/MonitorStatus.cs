using Gateway.Contracts;
using Gateway.Web.Access.Callers;
using Gateway.Web.Streams.Alarms.Reading;

namespace Gateway.Web.Sessions.AlarmMonitoring;

/// <summary>Tells readers, the log and the reach of callers how the monitor stands. Used by the monitor only.</summary>
internal sealed class MonitorStatus(AlarmDistributor distributor, AlarmReach reach, TimeProvider time, ILogger<MonitorService> logger)
{
    private AlarmMonitorStatus _status = AlarmMonitorStatus.Off;
    private string? _reason;

    public AlarmMonitorStatus Current => _status;

    /// <summary>Whose reach decides who sees the alarms.</summary>
    public void Of(string? sessionId, string? sessionTag) =>
        reach.Session = new SessionAccessInfo(sessionId, Lifetime.SessionIdentity.GatewayOwner, sessionTag);

    /// <summary>Publishes the status when it is another one.</summary>
    public void Become(AlarmMonitorStatus status, int watched, int unknown, string? reason = null)
    {
        if (status == _status && reason == _reason)
        {
            return;
        }

        (_status, _reason) = (status, reason);
        distributor.Publish(new AlarmMonitor
        {
            Status = status,
            Since = time.GetUtcNow().UtcDateTime,
            Reason = reason,
            Watched = watched,
            Unknown = unknown,
        });
        if (status == AlarmMonitorStatus.Blind)
        {
            logger.Blind(reason ?? "no reason is known");
        }
        else
        {
            logger.Became(status.ToString(), watched, unknown);
        }
    }
}
