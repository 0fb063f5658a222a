using Gateway.Web.Sessions.Lifetime;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Web.Sessions.Adoption;

/// <summary>Reports that the gateway is not ready for more traffic once a planned stop has begun.</summary>
internal sealed class DrainHealthCheck(SessionManager sessions) : IHealthCheck
{
    public const string Name = "drain";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(sessions.IsDraining ? HealthCheckResult.Unhealthy("a planned stop has begun") : HealthCheckResult.Healthy());
}
