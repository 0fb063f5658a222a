using Gateway.Web.Sessions.Cluster.JetStream;

namespace Gateway.Web.Sessions.Cluster.Edge;

/// <summary>
/// Asks again and again whether the owners of sessions still renew their leases. Only this gateway's own clock says since when one does not.
/// </summary>
internal sealed class OwnerWatch(EdgeSessions sessions, EdgeParts parts, ILogger<OwnerWatch> logger)
{
    private readonly Dictionary<string, DateTime> _lost = new(StringComparer.Ordinal);

    /// <summary>Runs until the connection is lost.</summary>
    public async Task RunAsync(SiteLink link, CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var group in sessions.All.GroupBy(session => session.Instance).ToArray())
            {
                Tell(group.Key, [.. group], await IsHeldAsync(link, group.Key, cancellationToken));
            }

            await Task.Delay(parts.Options.Lease / 3, parts.Time, cancellationToken);
            foreach (var session in sessions.All)
            {
                session.Tick();
            }

            sessions.RetryRefused();
        }
    }

    /// <summary>NATS is away: nothing is known of any owner.</summary>
    public void AllLost()
    {
        var now = parts.Time.GetUtcNow().UtcDateTime;
        foreach (var session in sessions.All)
        {
            session.BecomeStale(now);
        }
    }

    private static async Task<bool> IsHeldAsync(SiteLink link, string instance, CancellationToken cancellationToken) =>
        (await link.Owners.TryGetEntryAsync<string>($"owner.{instance}", cancellationToken: cancellationToken)).Success;

    private void Tell(string instance, IReadOnlyList<RemoteSession> owned, bool isHeld)
    {
        if (isHeld && _lost.Remove(instance))
        {
            logger.OwnerBack(owned[0].Node, parts.Options.Site);
        }
        else if (!isHeld && _lost.TryAdd(instance, parts.Time.GetUtcNow().UtcDateTime))
        {
            logger.OwnerLost(owned[0].Node, parts.Options.Site);
        }

        DateTime? since = _lost.TryGetValue(instance, out var found) ? found : null;
        foreach (var session in owned)
        {
            session.BecomeStale(since);
        }
    }
}
