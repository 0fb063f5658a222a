using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Keys;
using Gateway.Web.Platform.Periodic;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Access.Tokens;

/// <summary>
/// Regular maintenance of the signing keys: replaces the key when it has reached its age, and deletes keys that are no longer needed.
/// </summary>
internal sealed class KeyUpkeep(SigningKeyRing keys, IAudit audit, IOptions<AccessOptions> options, TimeProvider time, ILogger<KeyUpkeep> logger)
    : PeriodicService(time, logger)
{
    protected override TimeSpan Interval => TokenUpkeep.Every;

    protected override bool RunsAtStart => true;

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if (!keys.IsLoaded)
        {
            return;
        }

        var now = Time.GetUtcNow();
        if (options.Value.SigningKeyDays > 0 && keys.ActiveSince + TimeSpan.FromDays(options.Value.SigningKeyDays) <= now)
        {
            var kid = await keys.RotateAsync(cancellationToken);
            await audit.RecordNowAsync(new AuditEntry { Action = AuditActions.KeysRotated, Detail = $"{kid}, because the previous key had reached its age" });
        }

        await keys.DeleteEndedAsync(now - TimeSpan.FromHours(options.Value.RetiredKeyHours), now - TokenUpkeep.Skew, cancellationToken);
    }

    protected override void LogFailure(Exception error) => logger.UpkeepFailed(error);
}
