using Gateway.Web.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Audit;

/// <summary>Deletes what is older or more than is to be kept.</summary>
internal sealed class AuditSweeper(
    IDbContextFactory<GatewayDbContext> contexts, IOptions<AuditOptions> options, TimeProvider time, ILogger<AuditSweeper> logger) : BackgroundService
{
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var oldest = time.GetUtcNow().AddDays(-options.Value.RetentionDays).ToUnixTimeMilliseconds();
        await database.Database.ExecuteSqlInterpolatedAsync($"DELETE FROM Audit WHERE Time < {oldest}", cancellationToken);
        var tooMany = await database.Audit.LongCountAsync(cancellationToken) - options.Value.RetentionRows;
        if (tooMany <= 0)
        {
            return;
        }

        tooMany -= await database.Database.ExecuteSqlInterpolatedAsync(
            $"DELETE FROM Audit WHERE Id IN (SELECT Id FROM Audit WHERE Subject IS NULL ORDER BY Id LIMIT {tooMany})", cancellationToken);
        await database.Database.ExecuteSqlInterpolatedAsync(
            $"DELETE FROM Audit WHERE Id IN (SELECT Id FROM Audit ORDER BY Id LIMIT {tooMany})", cancellationToken);
    }

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
