using Gateway.Contracts;
using Gateway.Web.Access.Audit;
using Gateway.Web.Streams.Alarms;
using Gateway.Web.Streams.Alarms.Reading;

namespace Gateway.Web.Sessions.AlarmMonitoring;

/// <summary>Records every acknowledgement and shelving, whatever its outcome: in the audit trail with its comment, in the change feed without.</summary>
internal sealed class AlarmCommandTrail(IAudit audit, MonitorFeed feed, AlarmReach reach)
{
    public void Record(PendingAlarmCommand command, string? comment, AlarmCommandResult result, AlarmOperator by)
    {
        audit.Record(new AuditEntry
        {
            Action = command.Shelved is null ? AuditActions.AlarmAcknowledged : AuditActions.AlarmShelved,
            Subject = by.Caller.Subject,
            TokenId = by.Caller.TokenId,
            SessionId = reach.Session?.SessionId,
            RemoteAddress = by.RemoteAddress,
            Result = result.Outcome is AlarmOutcome.Refused or AlarmOutcome.Unknown ? result.Code ?? result.Outcome.ToString() : AuditEntry.Ok,
            Detail = comment is null ? command.Reference : $"{command.Reference}: {comment}",
        });
        feed.Decided(command, result);
    }
}
