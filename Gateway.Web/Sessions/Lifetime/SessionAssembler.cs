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
        return Connect(new LocalSession(condition, life, lease, distributor, dispatcher), condition, life, distributor);
    }

    /// <summary>A session of another node. Its life never has a worker, its lease does not end here, and no manifest knows it.</summary>
    public TSession AssembleRemote<TSession>(SessionIdentity identity, Func<SessionParts, TSession> make)
        where TSession : Session
    {
        var distributor = distributors.Create(identity.SessionId);
        distributor.MayLag = true;
        var condition = conditions.CreateRemote(identity, distributor);
        var lease = new SessionLease(TimeSpan.MaxValue, closeWhenDetached: false, TimeSpan.Zero, conditions.Time);
        var intake = new SessionIntake(distributor, dispatchers.Create(condition.Ring));
        var life = new SessionLife(condition, lease, distributor, intake, new ManifestWriter(new NoManifest(), lease));
        return Connect(make(new SessionParts(condition, life, lease, distributor)), condition, life, distributor);
    }

    private TSession Connect<TSession>(TSession session, SessionCondition condition, SessionLife life, EventDistributor distributor)
        where TSession : Session
    {
        condition.Changed = () => watch.Tell(session);
        distributor.Observer = condition.Feed;
        distributor.ExternalSubscriptionEnded = session.Lease.Detach;
        distributor.SlowSoleSubscriber = life.FaultForSlowSubscriber;
        return session;
    }
}
