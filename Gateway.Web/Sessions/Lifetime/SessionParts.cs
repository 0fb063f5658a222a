using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>What a session is put together from.</summary>
internal sealed record SessionParts(SessionCondition Condition, SessionLife Life, SessionLease Lease, EventDistributor Distributor);
