using Microsoft.Extensions.Options;

namespace Gateway.Web.Streams.Events;

/// <summary>Creates the distributors of sessions.</summary>
internal sealed class EventDistributorFactory(
    IOptions<DistributionOptions> options, DistributionMetrics metrics, TimeProvider time, ILogger<EventDistributor> logger)
{
    public EventDistributor Create(string sessionId) => new(sessionId, options.Value, metrics, time, logger);
}
