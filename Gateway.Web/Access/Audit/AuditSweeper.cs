using Gateway.Web.Platform.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Access.Audit;

/// <summary>Deletes entries that are too old or too many.</summary>
internal sealed class AuditSweeper(
    IDbContextFactory<GatewayDbContext> contexts, IOptions<AuditOptions> options, TimeProvider time, ILogger<AuditSweeper> logger) : BackgroundService
{
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var oldest = time.GetUtcNow().AddDays(-options.Value.RetentionDays);
        await database.Audit.Where(row => row.Time < oldest).ExecuteDeleteAsync(cancellationToken);
        var tooMany = await database.Audit.CountAsync(cancellationToken) - options.Value.RetentionRows;
        if (tooMany <= 0)
        {
            return;
        }

        tooMany -= await DeleteOldestAsync(database.Audit.Where(row => row.Subject == null), tooMany, cancellationToken);
        await DeleteOldestAsync(database.Audit, tooMany, cancellationToken);
    }

    private static Task<int> DeleteOldestAsync(IQueryable<AuditRow> rows, int count, CancellationToken cancellationToken) =>
        rows.OrderBy(row => row.Id).Take(count).ExecuteDeleteAsync(cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(options.Value.SweepMinutes), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TrySweepAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task TrySweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SweepAsync(cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.SweepFailed(error);
        }
    }
}
