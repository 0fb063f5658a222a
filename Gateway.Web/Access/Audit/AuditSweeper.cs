using Gateway.Web.Platform.Periodic;
using Gateway.Web.Platform.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Access.Audit;

/// <summary>Deletes entries that are too old or too many.</summary>
internal sealed class AuditSweeper(
    IDbContextFactory<GatewayDbContext> contexts, IOptions<AuditOptions> options, TimeProvider time, ILogger<AuditSweeper> logger)
    : PeriodicService(time, logger)
{
    protected override TimeSpan Interval => TimeSpan.FromMinutes(options.Value.SweepMinutes);

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        using var turn = await database.TakeTurnAsync(cancellationToken);
        var oldest = Time.GetUtcNow().AddDays(-options.Value.RetentionDays);
        await database.Audit.Where(row => row.Time < oldest).ExecuteDeleteAsync(cancellationToken);
        var tooMany = await database.Audit.CountAsync(cancellationToken) - options.Value.RetentionRows;
        if (tooMany <= 0)
        {
            return;
        }

        tooMany -= await DeleteOldestAsync(database.Audit.Where(row => row.Subject == null), tooMany, cancellationToken);
        await DeleteOldestAsync(database.Audit, tooMany, cancellationToken);
    }

    protected override void LogFailure(Exception error) => logger.SweepFailed(error);

    private static Task<int> DeleteOldestAsync(IQueryable<AuditRow> rows, int count, CancellationToken cancellationToken) =>
        rows.OrderBy(row => row.Id).Take(count).ExecuteDeleteAsync(cancellationToken);
}
