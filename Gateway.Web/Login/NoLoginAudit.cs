namespace Gateway.Web.Login;

/// <summary>Used while no audit trail is registered: keeps nothing.</summary>
internal sealed class NoLoginAudit : ILoginAudit
{
    public ValueTask RecordAsync(LoginAttempt attempt, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
