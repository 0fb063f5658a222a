using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Keys;
using Gateway.Web.Access.Live;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Access.Tokens;

/// <summary>
/// Regular maintenance of tokens and keys: replaces the signing key when it has reached its age, deletes keys that are no longer
/// needed, and forgets expired tokens.
/// </summary>
internal sealed class TokenUpkeep(
    SigningKeyRing keys, TokenBook book, RevokedTokens revoked, IAudit audit, IOptions<AccessOptions> options, TimeProvider time, ILogger<TokenUpkeep> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Skew = TimeSpan.FromHours(1);

    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (options.Value.SigningKeyDays > 0 && keys.ActiveSince + TimeSpan.FromDays(options.Value.SigningKeyDays) <= now)
        {
            var kid = await keys.RotateAsync(cancellationToken);
            await audit.RecordNowAsync(new AuditEntry { Action = AuditActions.KeysRotated, Detail = $"{kid}, because the previous key had reached its age" });
        }

        await keys.DeleteEndedAsync(now - TimeSpan.FromHours(options.Value.RetiredKeyHours), now - Skew, cancellationToken);
        await book.ForgetAsync(now - TimeSpan.FromDays(options.Value.EndedTokenDays), cancellationToken);
        revoked.Forget(now - Skew);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await TryRunAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task TryRunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunOnceAsync(cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.UpkeepFailed(error);
        }
    }
}
