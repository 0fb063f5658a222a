using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Cluster.Edge;

/// <summary>Tells the owners of sessions again and again which ones have subscribers here, because those with none are closed in the end.</summary>
internal sealed class KeepAliveSender(EdgeSessions sessions, EdgeParts parts)
{
    /// <summary>Runs until the connection is lost.</summary>
    public async Task RunAsync(SiteLink link, CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var owner in sessions.All.Where(session => session.Distributor.ExternalSubscriptions > 0).GroupBy(session => session.Instance, session => session.Identity.SessionId))
            {
                await link.Requests.KeepAliveAsync(owner.Key, owner, cancellationToken);
            }

            await Task.Delay(SessionLease.KeepAliveInterval, parts.Time, cancellationToken);
        }
    }
}
