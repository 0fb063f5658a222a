using Gateway.Contracts;
using Gateway.Web.Sessions.Commands;
using Gateway.Web.Streams.Events;
using Gateway.Web.Streams.Feed;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>Creates a session with its parts.</summary>
internal sealed class SessionFactory(
    IOptions<SessionOptions> sessions, IOptions<DistributionOptions> distribution, IOptions<CommandOptions> commands, ISessionManifest manifest, IFeed feed,
    SessionWatch watch, DistributionMetrics distributionMetrics, CommandMetrics commandMetrics, TimeProvider time, ILoggerFactory loggers)
{
    public Session Create(OpenSessionRequest request, string backend, string owner) => Create(
        SessionIdentity.Of(request, backend, owner, time.GetUtcNow().UtcDateTime),
        request.LeaseSeconds ?? sessions.Value.DefaultLeaseSeconds,
        request.CloseWhenDetached);

    /// <summary>A session of an earlier gateway, which has no worker yet.</summary>
    public Session Restore(SessionRecord row) => Create(row.Identity, row.LeaseSeconds, row.CloseWhenDetached);

    private Session Create(SessionIdentity identity, int leaseSeconds, bool closeWhenDetached)
    {
        var lease = new SessionLease(
            TimeSpan.FromSeconds(leaseSeconds), closeWhenDetached, TimeSpan.FromSeconds(sessions.Value.DetachGraceSeconds), time);
        var distributor = new EventDistributor(
            identity.SessionId, distribution.Value, distributionMetrics, time, loggers.CreateLogger<EventDistributor>());
        var dispatcher = new CommandDispatcher(commands.Value, commandMetrics, time);
        var condition = new SessionCondition(identity, distributor, feed, time, loggers.CreateLogger<Session>());
        var life = new SessionLife(condition, lease, distributor, new SessionIntake(distributor, dispatcher), new ManifestWriter(manifest, lease));
        var session = new Session(condition, life, lease, distributor, dispatcher);
        condition.Changed = () => watch.Tell(session);
        distributor.Observer = condition.Feed;
        distributor.ExternalSubscriptionEnded = lease.Detach;
        distributor.SlowSoleSubscriber = life.FaultForSlowSubscriber;
        return session;
    }
}
