using Gateway.Web.Access.Audit;

namespace Gateway.Web.Access.Login;

/// <summary>Writes log-ins into the audit trail. Refused log-ins are recorded with their reason, which the caller does not get.</summary>
internal sealed class TrailLoginAudit(IAudit trail) : ILoginAudit
{
    public async ValueTask RecordAsync(LoginAttempt attempt, CancellationToken cancellationToken)
    {
        var accepted = attempt.Outcome == LoginOutcomes.Accepted;
        var entry = new AuditEntry
        {
            Action = AuditActions.Login,
            Subject = attempt.Subject,
            TokenId = attempt.TokenId,
            RemoteAddress = attempt.RemoteAddress,
            Result = accepted ? AuditEntry.Ok : attempt.Outcome,
            Detail = attempt.User,
        };
        if (accepted)
        {
            await trail.RecordNowAsync(entry);
        }
        else
        {
            trail.Record(entry);
        }
    }
}
