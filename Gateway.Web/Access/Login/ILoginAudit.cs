namespace Gateway.Web.Access.Login;

/// <summary>Receives every log-in attempt, for the audit trail.</summary>
internal interface ILoginAudit
{
    ValueTask RecordAsync(LoginAttempt attempt, CancellationToken cancellationToken);
}
