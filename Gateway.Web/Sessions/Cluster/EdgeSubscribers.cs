using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>Keeps sessions of this gateway open that have subscribers at edges.</summary>
internal sealed class EdgeSubscribers(SessionManager sessions, ClusterGate gate, OwnerIdentity owner, ClusterCondition condition)
{
    /// <summary>Listens until it is cancelled.</summary>
    public Task RunAsync(TimeProvider time, TimeSpan retry, CancellationToken cancellationToken) => gate.OnEachLinkAsync(
        (link, ended) => link.Requests.TakeKeepAlivesAsync(owner.Instance, KeepAlive, ended),
        condition.AnswersFailed,
        ended => Task.Delay(retry, time, ended),
        cancellationToken);

    private void KeepAlive(SessionKeepAlive message)
    {
        foreach (var id in message.SessionIds)
        {
            if (id is not null && sessions.Find(id) is { Node: null } session)
            {
                session.Lease.KeepAlive();
            }
        }
    }
}
