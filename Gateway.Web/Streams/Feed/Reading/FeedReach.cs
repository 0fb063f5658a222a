using Gateway.Contracts;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Streams.Feed.Reading;

/// <summary>
/// Which changes a caller may read. The caller's rights at the time of reading decide, and the session as it was when the change was
/// made. Callers that reach a session read its changes, but only its owner and admins read which subscriptions it has, as in its
/// description, and who may not read an alarm does not read what was asked about it. Only admins read changes without a session (tokens, log-ins, refusals, keys, configuration), as in the audit trail.
/// Everyone reads holes.
/// </summary>
internal sealed class FeedReach(IAccessPolicy access, IOwnerDuties duties)
{
    /// <exception cref="Errors.GatewayException"><c>Forbidden</c>: the caller may not read the feed at all. <c>Unsupported</c>: another gateway
    /// has the feed.</exception>
    public void Demand(Caller caller)
    {
        access.Demand(caller, GatewayAction.ReadFeed);
        duties.Demand("The change feed is kept");
    }

    public bool Reaches(Caller caller, FeedRecord record) => record switch
    {
        { Change.Kind: FeedKind.FeedHole } => true,
        { Session: null } => access.Allows(caller, GatewayAction.ViewAudit, null),
        { Change.Kind: FeedKind.SubscriptionStarted or FeedKind.SubscriptionSlow or FeedKind.SubscriptionEnded } =>
            access.Allows(caller, GatewayAction.ReadFeed, record.Session) && (caller.IsAdmin || caller.Subject == record.Session.Owner),
        { Change: { Kind: FeedKind.AlarmAcknowledged or FeedKind.AlarmShelved, Data: { } data } } =>
            access.Allows(caller, GatewayAction.ReadFeed, record.Session) && (caller.Read?.Allow($"{data.GetValueOrDefault("reference")}.InAlarm") ?? true),
        _ => access.Allows(caller, GatewayAction.ReadFeed, record.Session) || WasReached(caller, record),
    };

    // Callers that reached the session under its former tag learn that the tag has changed.
    private bool WasReached(Caller caller, FeedRecord record) => record.Change is { Kind: FeedKind.SessionTagged, Data: { } data }
        && data.TryGetValue("from", out var tag) && access.Allows(caller, GatewayAction.ReadFeed, record.Session! with { SessionTag = tag });
}
