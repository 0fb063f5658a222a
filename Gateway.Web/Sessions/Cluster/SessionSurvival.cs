using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>
/// Tells a session that ends from one whose worker waits for the next gateway: both become closed when the gateway stops, but only the
/// first is over for its readers on other nodes.
/// </summary>
internal sealed class SessionSurvival(SessionManager sessions, IHostApplicationLifetime lifetime)
{
    public bool Survives(Session session) => lifetime.ApplicationStopping.IsCancellationRequested && sessions.HandsOver && session.IsAnnounced;
}
