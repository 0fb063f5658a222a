using Gateway.Web.Access.Callers;
using Gateway.Web.Platform.Recorder;
using Gateway.Web.Sessions.Overview;

namespace Gateway.Web.Sessions.Timelines;

/// <summary>
/// What a caller may see of the flight recorder, by the rule of the overview: admins everything, others the sessions that they reach with
/// their workers, the readers of the sessions that they own, and their own readers and connections.
/// </summary>
internal sealed class RecorderSight(OverviewSight sight)
{
    /// <exception cref="Errors.GatewayException"><c>Forbidden</c>.</exception>
    public void Demand(Caller caller) => sight.Demand(caller);

    public bool Sees(Caller caller, RingCopy ring) => Sees(caller, ring.Heading, ring.SessionTag);

    /// <summary>Whether the caller sees an entry of a ring that it sees.</summary>
    public bool Sees(Caller caller, RingCopy ring, in Occurrence entry)
    {
        if (entry.From == 0 || sight.SeesGateway(caller))
        {
            return true;
        }

        // Of a reader that is no longer known it is not known either whose it was.
        return ring.Others.TryGetValue(entry.From, out var other) ? Sees(caller, other, other.Session.SessionTag) : !entry.IsOfStream || IsOf(caller, ring.Heading);
    }

    private bool Sees(Caller caller, RingHeading heading, string? sessionTag) => sight.SeesGateway(caller) || heading.Part switch
    {
        // A token for one session tells nothing about what else its subject does.
        RecorderPart.Connection => caller.SessionId is null && IsOf(caller, heading),
        RecorderPart.Session => SeesSession(caller, heading, sessionTag),
        // A reader of the change feed or of the alarms belongs to no session.
        RecorderPart.Stream when heading.Session.IsNone => caller.SessionId is null && IsOf(caller, heading),
        RecorderPart.Worker => SeesSession(caller, heading.Session, sessionTag),
        _ => SeesSession(caller, heading.Session, sessionTag) && caller.BelongsTo(heading.Session.Heading.Site)
            && (caller.IsAdmin || IsOf(caller, heading) || IsOf(caller, heading.Session.Heading)),
    };

    // The subject of another site with this name is somebody else.
    private static bool IsOf(Caller caller, RingHeading heading) => caller.Subject == heading.Subject && caller.BelongsTo(heading.Site);

    private bool SeesSession(Caller caller, OccurrenceRing session, string? sessionTag) =>
        !session.IsNone && SeesSession(caller, session.Heading, sessionTag);

    private bool SeesSession(Caller caller, RingHeading session, string? sessionTag) =>
        sight.Sees(caller, new SessionAccessInfo(session.Id, session.Subject, sessionTag) { Site = session.Site });
}
