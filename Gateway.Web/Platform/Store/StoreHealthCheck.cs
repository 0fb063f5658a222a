using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Web.Platform.Store;

/// <summary>
/// Healthy when the database can be written; degraded when it cannot be written for the moment, because running sessions continue. The
/// result is kept for a second, so that frequent checks do not write each time.
/// </summary>
internal sealed class StoreHealthCheck(IDbContextFactory<GatewayDbContext> contexts, TimeProvider time) : IHealthCheck, IDisposable
{
    public const string Name = "store";

    /// <summary>How long the probe waits for another writer, in seconds.</summary>
    private const int BusyTimeoutSeconds = 1;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _probing = new(1, 1);
    private (HealthCheckResult Result, long At)? _last;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await _probing.WaitAsync(cancellationToken);
        try
        {
            if (_last is not { } last || time.GetElapsedTime(last.At) >= Fresh)
            {
                _last = last = (await ProbeAsync(cancellationToken), time.GetTimestamp());
            }

            return last.Result;
        }
        finally
        {
            _probing.Release();
        }
    }

    public void Dispose() => _probing.Dispose();

    private async Task<HealthCheckResult> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var database = await contexts.CreateDbContextAsync(cancellationToken);
            database.Database.SetCommandTimeout(BusyTimeoutSeconds);
            var found = await database.Meta.AnyAsync(entry => entry.Key == MetaKeys.InstanceId, cancellationToken);
            await WriteAsync(database, cancellationToken);
            return found ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the instance id is missing");
        }
        catch (Exception error) when (StoreTrouble.CauseOf(error) is { } cause)
        {
            return HealthCheckResult.Degraded(cause);
        }
    }

    private Task<int> WriteAsync(GatewayDbContext database, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        return database.Database.ExecuteSqlAsync(
            $"INSERT INTO Meta (Key, Value) VALUES ({MetaKeys.Probe}, {now}) ON CONFLICT (Key) DO UPDATE SET Value = excluded.Value", cancellationToken);
    }
}
