using Gateway.Contracts;
using Gateway.Web.Sessions.Cluster.Edge;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>
/// How publishing or serving goes, in words for operators. Each change is logged once, not at each attempt. May be used on any thread.
/// </summary>
internal sealed class ClusterCondition(IOptions<ClusterOptions> options, ILogger<ClusterCondition> logger)
{
    private readonly Lock _lock = new();
    private string? _away = options.Value.IsOn ? "not connected yet" : null;
    private string? _refused;
    private string? _limits;
    private string? _fault;

    public ClusterOptions Options => options.Value;

    /// <summary>Null when the gateway belongs to no site.</summary>
    public SiteState? State => !options.Value.IsOn ? null
        : _away is not null ? SiteState.Away
        : _refused is not null ? SiteState.Refused
        : options.Value.IsEdge ? SiteState.Serving
        : SiteState.Publishing;

    /// <summary>What is not in order.</summary>
    public IEnumerable<string> Faults => new[] { _away, _refused, _limits, _fault }.OfType<string>();

    /// <summary>NATS cannot be used. Sessions go on, and their events are published later.</summary>
    public void BecomeAway(string reason)
    {
        if (options.Value.IsEdge)
        {
            if (Change(ref _away, $"NATS cannot be used, so the sessions of the site stand still here: {reason}"))
            {
                logger.EdgeAway(options.Value.Site, reason);
            }
        }
        else if (Change(ref _away, $"NATS cannot be used, so nothing is published: {reason}"))
        {
            logger.Away(reason);
        }
    }

    public void BecomeConnected(string server)
    {
        if (Change(ref _away, null))
        {
            logger.Connected(server, options.Value.Site);
        }
    }

    /// <summary>The stream does not have the limits that are set; null when it has.</summary>
    public void Limited(string? difference)
    {
        if (Change(ref _limits, difference) && difference is not null)
        {
            logger.Limited(difference);
        }
    }

    public void BecomeRefused(string holder)
    {
        if (Change(ref _refused, $"{holder} publishes for the same store; stop one of the two gateways, or give the copy a store of its own"))
        {
            logger.Refused(holder);
        }
    }

    public void BecomeOwner(string site, string node)
    {
        Change(ref _refused, null);
        logger.Owner(site, node);
    }

    /// <summary>This gateway serves the sessions of other nodes.</summary>
    public void BecomeEdge() => logger.Follows(options.Value.Site);

    /// <summary>A message was not stored. It is published again.</summary>
    public void PublishFailed(string sessionId, string reason)
    {
        if (Change(ref _fault, $"events cannot be published: {reason}"))
        {
            logger.PublishFailed(sessionId, reason);
        }
    }

    public void Published()
    {
        if (_fault is not null && Change(ref _fault, null))
        {
            logger.PublishesAgain();
        }
    }

    public void GapWritten(string sessionId, long first, long last, string reason) => logger.GapWritten(sessionId, first, last, reason);

    public void Conflicted(string sessionId, string? writer) => logger.Conflict(sessionId, writer ?? "unknown");

    public void GivenUp(string sessionId, long after) => logger.GivenUp(sessionId, after);

    public void AnswersFailed(string reason) => logger.AnswersFailed(reason);

    public void DirectoryFailed(string reason) => logger.DirectoryFailed(reason);

    private bool Change(ref string? field, string? value)
    {
        lock (_lock)
        {
            var changed = field != value;
            field = value;
            return changed;
        }
    }
}
