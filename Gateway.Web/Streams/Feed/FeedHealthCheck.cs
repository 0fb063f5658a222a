using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Web.Streams.Feed;

/// <summary>Degraded while changes cannot be written: the gateway still works, but changes may be missing from the feed.</summary>
internal sealed class FeedHealthCheck(FeedState state) : IHealthCheck
{
    public const string Name = "feed";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(state.Current switch
        {
            FeedStatus.Running => HealthCheckResult.Healthy(),
            FeedStatus.Full => HealthCheckResult.Degraded("the disk is full"),
            FeedStatus.Opening => HealthCheckResult.Degraded("the journal is being opened"),
            _ => HealthCheckResult.Degraded("the journal cannot be written"),
        });
}
