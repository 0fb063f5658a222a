using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Audit;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Adoption;

/// <summary>Logs how the adoption of each session ended, and audits it.</summary>
internal sealed class AdoptionTrail(IAudit audit, ILogger<Adopter> logger)
{
    public void Adopted(Session session, TimeSpan duration)
    {
        logger.Adopted(session.Identity.SessionId, duration.TotalMilliseconds, session.Distributor.Range.Latest);
        Record(session, AuditEntry.Ok, null);
    }

    /// <summary>The worker of an adopted session has told what it holds.</summary>
    public void Answered(Session session, SessionItems held) =>
        logger.Resynchronised(session.Identity.SessionId, held.Servers.Count, held.Items.Count, held.PendingWrites);

    /// <summary>The worker of an adopted session does not tell what it holds.</summary>
    public void NotAnswered(Session session, GatewayErrorCode code) => logger.NoAnswer(session.Identity.SessionId, code);

    public void NotAdopted(Session session, GatewayException error)
    {
        logger.NotAdopted(session.Identity.SessionId, error.Message);
        Record(session, error.Code.ToString(), error.Message);
    }

    /// <summary>The adoption failed because of an error of the gateway itself.</summary>
    public void Failed(Session session, Exception error) => logger.AdoptionFailed(session.Identity.SessionId, error);

    private void Record(Session session, string result, string? detail) => audit.Record(new AuditEntry
    {
        Action = AuditActions.SessionAdopted,
        SessionId = session.Identity.SessionId,
        Result = result,
        Detail = detail,
    });
}
