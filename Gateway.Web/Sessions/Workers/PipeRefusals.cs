using Gateway.Errors;
using Gateway.Web.Access.Audit;

namespace Gateway.Web.Sessions.Workers;

/// <summary>Logs and audits the callers of worker pipes that are refused, and pipes that cannot be opened.</summary>
internal sealed class PipeRefusals(IAudit audit, ILogger<WorkerSupervisor> logger)
{
    public void Record(string sessionId, string reason)
    {
        WorkerLog.ConnectionRefused(logger, sessionId, reason);
        audit.Record(new AuditEntry
        {
            Action = AuditActions.WorkerRefused,
            SessionId = sessionId,
            Result = nameof(GatewayErrorCode.Unauthenticated),
            Detail = reason,
        });
    }
}
