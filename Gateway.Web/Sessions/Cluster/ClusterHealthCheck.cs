using System.Globalization;
using Gateway.Web.Sessions.Cluster.Trust;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>
/// Degraded while the site does not get the events of this gateway in time, whose own clients miss nothing, or while an edge cannot serve one of
/// its sites.
/// </summary>
internal sealed class ClusterHealthCheck(ConditionBoard board, TrustedSites trust, PublishingBacklog backlog, IOptions<ClusterOptions> options) : IHealthCheck
{
    public const string Name = "cluster";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var faults = board.All.SelectMany(site => site.Faults.Select(fault => board.Describe(site.Options, fault)))
            .Concat(trust.All.SelectMany(site => site.Condition.Faults.Select(fault => board.Describe(site.Options, fault)))).ToList();
        var (waited, allowed) = (backlog.Waited, TimeSpan.FromSeconds(options.Value.LagSeconds));
        if (waited > allowed)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{backlog.Events} events wait to be published, the first of them for {waited.TotalSeconds:F0} s"));
        }

        return Task.FromResult(faults.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join("; ", faults)));
    }
}
