using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Web.Platform.Store;

/// <summary>Healthy when the database answers a query.</summary>
internal sealed class StoreHealthCheck(IDbContextFactory<GatewayDbContext> contexts) : IHealthCheck
{
    public const string Name = "store";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await database.Meta.AnyAsync(entry => entry.Key == MetaKeys.InstanceId, cancellationToken);
        return found ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the instance id is gone");
    }
}
