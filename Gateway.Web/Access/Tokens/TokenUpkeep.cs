using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Keys;
using Gateway.Web.Access.Live;
using Gateway.Web.Platform.Periodic;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Access.Tokens;

/// <summary>
/// Regular maintenance of tokens and keys: replaces the signing key when it has reached its age, deletes keys that are no longer
/// needed, and forgets expired tokens.
/// </summary>
internal sealed class TokenUpkeep(
    SigningKeyRing keys, TokenBook book, RevokedTokens revoked, IAudit audit, IOptions<AccessOptions> options, TimeProvider time, ILogger<TokenUpkeep> logger)
    : PeriodicService(time, logger)
{
    private static readonly TimeSpan Skew = TimeSpan.FromHours(1);

    protected override TimeSpan Interval => TimeSpan.FromMinutes(10);

    protected override bool RunsAtStart => true;

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        if (options.Value.SigningKeyDays > 0 && keys.ActiveSince + TimeSpan.FromDays(options.Value.SigningKeyDays) <= now)
        {
            var kid = await keys.RotateAsync(cancellationToken);
            await audit.RecordNowAsync(new AuditEntry { Action = AuditActions.KeysRotated, Detail = $"{kid}, because the previous key had reached its age" });
        }

        await keys.DeleteEndedAsync(now - TimeSpan.FromHours(options.Value.RetiredKeyHours), now - Skew, cancellationToken);
        await book.ForgetAsync(now - TimeSpan.FromDays(options.Value.EndedTokenDays), cancellationToken);
        revoked.Forget(now - Skew);
    }

    protected override void LogFailure(Exception error) => logger.UpkeepFailed(error);
}
