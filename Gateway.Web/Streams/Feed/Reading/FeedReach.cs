using Gateway.Contracts;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Streams.Feed.Reading;

/// <summary>
/// Which changes a caller may read, judged by his rights at the moment of reading and by the session as it was when the change
/// was made:
/// a change of a session by who reaches that session; who reads a session, by its owner and admins, as in its description; a
/// change of no session (tokens, log-ins, refusals, keys, configuration) by admins, as the audit trail. Holes concern everyone.
/// </summary>
internal sealed class FeedReach(IAccessPolicy access)
{
    public bool Reaches(Caller caller, FeedRecord record) => record switch
    {
        { Change.Kind: FeedKind.FeedHole } => true,
        { Session: null } => access.Allows(caller, GatewayAction.ViewAudit, null),
        { Change.Kind: FeedKind.SubscriptionStarted or FeedKind.SubscriptionSlow or FeedKind.SubscriptionEnded } =>
            access.Allows(caller, GatewayAction.ReadFeed, record.Session) && (caller.IsAdmin || caller.Subject == record.Session.Owner),
        _ => access.Allows(caller, GatewayAction.ReadFeed, record.Session) || WasReached(caller, record),
    };

    // Who reached the session under its former tag learns that it went away.
    private bool WasReached(Caller caller, FeedRecord record) => record.Change is { Kind: FeedKind.SessionTagged, Data: { } data }
        && data.TryGetValue("from", out var tag) && access.Allows(caller, GatewayAction.ReadFeed, record.Session! with { SessionTag = tag });
}
