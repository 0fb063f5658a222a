using Gateway.Web.Platform.Recorder;
using Gateway.Web.Streams.Events;
using Gateway.Web.Streams.Feed;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>Creates the conditions of sessions.</summary>
internal sealed class SessionConditionFactory(IFeed feed, FlightRecorder recorder, TimeProvider time, ILogger<Session> logger)
{
    public SessionCondition Create(SessionIdentity identity, EventDistributor distributor) => new(identity, distributor, feed, time, logger)
    {
        Ring = RingOf(identity),
    };

    private OccurrenceRing RingOf(SessionIdentity identity)
    {
        var ring = recorder.Open(new RingHeading(RecorderPart.Session, identity.SessionId, identity.Owner));
        ring.SessionTag = identity.SessionTag;
        return ring;
    }
}
