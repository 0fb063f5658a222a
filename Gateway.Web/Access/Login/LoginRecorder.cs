using Gateway.Web.Access.Tokens;

namespace Gateway.Web.Access.Login;

/// <summary>Writes the outcome of each attempt to the log, the metrics and the audit trail.</summary>
internal sealed class LoginRecorder(ILoginAudit audit, LoginMetrics metrics, ILogger<LoginRecorder> logger)
{
    public Task RateLimitedAsync(LoginOrigin from, CancellationToken cancellationToken)
    {
        logger.RateLimited(from.User, from.AddressText);
        return RecordAsync(new LoginAttempt(from.User, from.Address, LoginOutcomes.RateLimited, null, null), cancellationToken);
    }

    public Task RefusedAsync(LoginOrigin from, LoginFailure failure, string detail, CancellationToken cancellationToken)
    {
        logger.Refused(failure, from.User, from.AddressText, detail);
        return RecordAsync(new LoginAttempt(from.User, from.Address, LoginOutcomes.Of(failure), null, null), cancellationToken);
    }

    public Task AcceptedAsync(LoginOrigin from, string subject, IssuedToken token, CancellationToken cancellationToken)
    {
        logger.LoggedIn(from.User, from.AddressText, subject, token.TokenId, token.ExpiresAt);
        return RecordAsync(new LoginAttempt(from.User, from.Address, LoginOutcomes.Accepted, subject, token.TokenId), cancellationToken);
    }

    private async Task RecordAsync(LoginAttempt attempt, CancellationToken cancellationToken)
    {
        metrics.Attempted(attempt.Outcome);
        try
        {
            await audit.RecordAsync(attempt, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.AuditFailed(error);
        }
    }
}
