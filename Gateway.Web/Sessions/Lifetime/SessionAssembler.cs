using Gateway.Web.Sessions.Commands;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>Puts a session together: its parts, and who tells whom.</summary>
internal sealed class SessionAssembler(
    EventDistributorFactory distributors, CommandDispatcherFactory dispatchers, SessionConditionFactory conditions, ISessionManifest manifest, SessionWatch watch)
{
    public Session Assemble(SessionIdentity identity, SessionLease lease)
    {
        var distributor = distributors.Create(identity.SessionId);
        var condition = conditions.Create(identity, distributor);
        var dispatcher = dispatchers.Create(condition.Ring);
        var life = new SessionLife(condition, lease, distributor, new SessionIntake(distributor, dispatcher), new ManifestWriter(manifest, lease));
        var session = new LocalSession(condition, life, lease, distributor, dispatcher);
        condition.Changed = () => watch.Tell(session);
        distributor.Observer = condition.Feed;
        distributor.ExternalSubscriptionEnded = lease.Detach;
        distributor.SlowSoleSubscriber = life.FaultForSlowSubscriber;
        return session;
    }
}
