using Gateway.Web.Platform.Recorder;
using Gateway.Web.Streams.Events;
using Gateway.Web.Streams.Feed;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>Creates the conditions of sessions.</summary>
internal sealed class SessionConditionFactory(IFeed feed, FlightRecorder recorder, TimeProvider time, ILogger<Session> logger)
{
    /// <summary>The clock of all sessions.</summary>
    public TimeProvider Time => time;

    public SessionCondition Create(SessionIdentity identity, EventDistributor distributor) => Create(identity, distributor, feed);

    /// <summary>The condition of a session of another node, which records its changes in its own feed.</summary>
    public SessionCondition CreateRemote(SessionIdentity identity, EventDistributor distributor) => Create(identity, distributor, new NoFeed());

    private SessionCondition Create(SessionIdentity identity, EventDistributor distributor, IFeed changes) => new(identity, distributor, changes, time, logger)
    {
        Ring = RingOf(identity),
    };

    private OccurrenceRing RingOf(SessionIdentity identity)
    {
        var ring = recorder.Open(new RingHeading(RecorderPart.Session, identity.SessionId, identity.Owner) { Site = identity.Site });
        ring.SessionTag = identity.SessionTag;
        return ring;
    }
}
