using Gateway.Web.Streams.Events;
using Gateway.Web.Streams.Feed;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>Creates the conditions of sessions.</summary>
internal sealed class SessionConditionFactory(IFeed feed, TimeProvider time, ILogger<Session> logger)
{
    public SessionCondition Create(SessionIdentity identity, EventDistributor distributor) => new(identity, distributor, feed, time, logger);
}
