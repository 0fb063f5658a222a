using Gateway.Contracts;
using Gateway.Web.Access.Callers;
using Gateway.Web.Streams.Alarms.Reading;

namespace Gateway.Web.Sessions.Overview;

/// <summary>
/// What a caller may see of a sample: admins everything, others the sessions that they reach, the readers of the sessions that they own, and
/// their own readers, also those of the change feed and of the alarms.
/// </summary>
internal sealed class OverviewSight(IAccessPolicy access, AlarmReach alarms)
{
    /// <exception cref="Errors.GatewayException"><c>Forbidden</c>.</exception>
    public void Demand(Caller caller) => access.Demand(caller, GatewayAction.ListSessions);

    /// <summary>Whether the caller sees what concerns the gateway as a whole.</summary>
    public bool SeesGateway(Caller caller) => access.Allows(caller, GatewayAction.ViewDiagnostics, null);

    public bool SeesAlarmMonitor(Caller caller) => SeesGateway(caller) || alarms.Reaches(caller);

    public bool Sees(Caller caller, SessionAccessInfo session) => access.Allows(caller, GatewayAction.ListSessions, session);

    /// <summary>
    /// Of a log of the gateway. A token for one session tells nothing about what else its subject does, and a subject of one site may be somebody
    /// else's in another.
    /// </summary>
    public bool Sees(Caller caller, OverviewReader reader) => SeesGateway(caller) || (caller is { SessionId: null, Sites: null } && caller.Subject == reader.Subject);

    /// <summary>Of a session that the caller sees.</summary>
    public static bool Sees(Caller caller, SessionAccessInfo session, OverviewReader reader) =>
        caller.BelongsTo(session.Site) && (caller.IsAdmin || caller.Subject == session.Owner || caller.Subject == reader.Subject);
}
