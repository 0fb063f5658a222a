using System.Globalization;
using Gateway.Web.Sessions.Cluster.Trust;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>Degraded while the site does not get the events of this gateway in time. Its own clients miss nothing.</summary>
internal sealed class ClusterHealthCheck(ClusterCondition condition, TrustCondition trust, PublishingBacklog backlog, IOptions<ClusterOptions> options) : IHealthCheck
{
    public const string Name = "cluster";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var faults = condition.Faults.Concat(trust.Faults).ToList();
        var (waited, allowed) = (backlog.Waited, TimeSpan.FromSeconds(options.Value.LagSeconds));
        if (waited > allowed)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{backlog.Events} events wait to be published, the first of them for {waited.TotalSeconds:F0} s"));
        }

        return Task.FromResult(faults.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join("; ", faults)));
    }
}
