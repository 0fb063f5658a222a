using Gateway.Web.Platform.Store;

namespace Gateway.Web.Access.Audit;

/// <summary>
/// Writes what waits, as much as is there at once, in one transaction. While the store cannot be written it tries again, and the
/// queue takes what comes. Writes the rest when the host stops.
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
                // A failing store shows in the health check; the trail must not take the gateway with it.
                metrics.Dropped(rows.Count);
                logger.WriteFailed(rows.Count, error);
            }
        }

        trail.Recovered();
    }

    // One line for an episode, one for its end. A gateway that stops does not wait for the store.
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
