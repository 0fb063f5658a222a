using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Cluster.Trust;

/// <summary>
/// How the exchange of keys and revocations goes, in words for operators. Each change is logged once, not at each attempt. May be used on
/// any thread.
/// </summary>
internal sealed class TrustCondition(SiteKeys keys, IOptions<ClusterOptions> options, ILogger<TrustCondition> logger)
{
    private const int MostCharacters = 100;

    private readonly Lock _lock = new();
    private string? _fault;
    private bool _isGood;

    public ClusterOptions Options => options.Value;

    /// <summary>What is not in order.</summary>
    public IEnumerable<string> Faults => new[] { _fault, options.Value.IsEdge ? keys.Fault : null }.OfType<string>();

    /// <summary>The owner could not write them.</summary>
    public void BecomeUnpublished(string reason)
    {
        if (Change($"keys and revocations cannot be published: {reason}"))
        {
            logger.NotPublished(reason);
        }
    }

    /// <summary>The owner has written them.</summary>
    public void BecomePublished()
    {
        if (Change(null))
        {
            logger.Published();
        }
    }

    /// <summary>The edge cannot read them.</summary>
    public void BecomeUnfollowed(string reason)
    {
        keys.BecomeAway();
        if (Change($"keys and revocations of the site cannot be followed: {reason}"))
        {
            logger.NotFollowed(options.Value.Site, reason);
        }
    }

    /// <summary>The edge has read all of them.</summary>
    public void BecomeFollowed()
    {
        keys.BecomeCurrent();
        if (Change(null))
        {
            logger.Followed(options.Value.Site, keys.Public.Count, keys.Owners.Count);
        }
    }

    /// <summary>An entry is not used. The name is somebody else's text.</summary>
    public void EntryRefused(string key) =>
        logger.EntryRefused(new string([.. key.Take(MostCharacters).Select(character => char.IsControl(character) ? '?' : character)]), options.Value.Site);

    private bool Change(string? fault)
    {
        lock (_lock)
        {
            var (changed, isGood) = (fault != _fault, fault is null);
            changed |= isGood && !_isGood;
            (_fault, _isGood) = (fault, isGood);
            return changed;
        }
    }
}
