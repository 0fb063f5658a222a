using Gateway.Web.Platform.Store;

namespace Gateway.Web.Access.Audit;

/// <summary>
/// Writes waiting entries, as many as possible in one transaction. While the store cannot be written, the writer tries again and new
/// entries wait in the queue. When the host stops, it writes the entries that are left.
/// </summary>
internal sealed class AuditWriter(AuditTrail trail, AuditMetrics metrics, TimeProvider time, ILogger<AuditWriter> logger) : BackgroundService
{
    private const int MaxPerTransaction = 500;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var rows = new List<AuditRow>(MaxPerTransaction);
        while (await MoreAsync(stoppingToken))
        {
            await WriteWaitingAsync(rows, stoppingToken);
        }

        await WriteWaitingAsync(rows, stoppingToken);
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

    private async Task WriteWaitingAsync(List<AuditRow> rows, CancellationToken stoppingToken)
    {
        while (Take(rows) > 0)
        {
            try
            {
                await WriteAsync(rows, stoppingToken);
            }
            catch (Exception error)
            {
                // A failing store is reported by the health check. The audit trail must not stop the gateway.
                metrics.Dropped(rows.Count);
                logger.WriteFailed(rows.Count, error);
            }
        }

        trail.Recovered();
    }

    // An outage is logged once when it begins and once when it ends. A gateway that stops does not wait for the store.
    private async Task WriteAsync(List<AuditRow> rows, CancellationToken stoppingToken)
    {
        for (var waited = false; ; waited = true)
        {
            try
            {
                await trail.WriteAsync(rows, CancellationToken.None);
                if (waited)
                {
                    logger.WriteWaitIsOver();
                }

                return;
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested && StoreTrouble.CauseOf(error) is { } cause)
            {
                if (!waited)
                {
                    logger.WriteWaits(cause);
                }

                await Task.Delay(RetryInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
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
