using Gateway.Web.Platform.Store;

namespace Gateway.Web.Access.Audit;

/// <summary>Writes what waits, as much as is there at once, in one transaction. Writes the rest when the host stops.</summary>
internal sealed class AuditWriter(AuditTrail trail, AuditMetrics metrics, ILogger<AuditWriter> logger) : BackgroundService
{
    private const int MaxPerTransaction = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var rows = new List<AuditRow>(MaxPerTransaction);
        while (await MoreAsync(stoppingToken))
        {
            await WriteWaitingAsync(rows);
        }

        await WriteWaitingAsync(rows);
    }

    private async Task<bool> MoreAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await trail.Waiting.WaitToReadAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task WriteWaitingAsync(List<AuditRow> rows)
    {
        while (Take(rows) > 0)
        {
            try
            {
                await trail.WriteAsync(rows, CancellationToken.None);
            }
            catch (Exception error)
            {
                // A failing store shows in the health check; the trail must not take the gateway with it.
                metrics.Dropped(rows.Count);
                logger.WriteFailed(rows.Count, error);
            }
        }

        trail.Recovered();
    }

    private int Take(List<AuditRow> rows)
    {
        rows.Clear();
        while (rows.Count < MaxPerTransaction && trail.Waiting.TryRead(out var row))
        {
            rows.Add(row);
        }

        return rows.Count;
    }
}
