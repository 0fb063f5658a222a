using Gateway.Contracts;
using Gateway.Web.Streams.Alarms.Reading;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Web.Sessions.AlarmMonitoring;

/// <summary>Degraded while alarms are configured and not all of them are seen: the rest of the gateway works.</summary>
internal sealed class MonitorHealthCheck(AlarmDistributor distributor) : IHealthCheck
{
    public const string Name = "alarms";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(distributor.Monitor.Status switch
        {
            AlarmMonitorStatus.Blind => HealthCheckResult.Degraded("the alarm monitor is blind"),
            AlarmMonitorStatus.Partial => HealthCheckResult.Degraded("many alarms, or all of an object, are unknown"),
            _ => HealthCheckResult.Healthy(),
        });
}
