using Gateway.Web.Platform.Store;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Web.Access.Audit;

/// <summary>Reads the trail, newest first. Pages are cut by id, so that new entries do not shift them.</summary>
internal sealed class AuditQuery(IDbContextFactory<GatewayDbContext> contexts)
{
    public async Task<AuditPage> PageAsync(long? before, int limit, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await database.Audit.AsNoTracking()
            .Where(row => before == null || row.Id < before)
            .OrderByDescending(row => row.Id)
            .Take(limit + 1)
            .ToListAsync(cancellationToken);
        var items = rows.Take(limit).Select(ItemOf).ToArray();
        return new AuditPage(items, rows.Count > limit ? items[^1].Id : null);
    }

    private static AuditItem ItemOf(AuditRow row) => new(
        row.Id, row.Time.UtcDateTime, row.Subject, row.TokenId, row.Action, row.SessionId, row.RemoteAddress, row.Result, row.Detail);
}
