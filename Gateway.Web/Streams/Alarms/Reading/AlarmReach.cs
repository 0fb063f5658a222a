using Gateway.Errors;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Streams.Alarms.Reading;

/// <summary>
/// Which alarms a caller may see: those whose <c>InAlarm</c> item its read globs allow, if it reaches the monitor's session. The caller's
/// rights at the time of reading decide.
/// </summary>
internal sealed class AlarmReach(IAccessPolicy access)
{
    private volatile SessionAccessInfo? _session;

    /// <summary>The monitor's session, or what it will be.</summary>
    public SessionAccessInfo? Session
    {
        get => _session;
        set => _session = value;
    }

    /// <exception cref="GatewayException"><c>Forbidden</c>, or <c>Unsupported</c> when no monitor is configured.</exception>
    public void Demand(Caller caller)
    {
        access.Demand(caller, GatewayAction.ReadSession);
        DemandMonitor();
    }

    /// <summary>For acknowledging and shelving, which need the monitor's session to be reached.</summary>
    /// <exception cref="GatewayException"><c>Forbidden</c>, or <c>Unsupported</c> when no monitor is configured.</exception>
    public void DemandCommand(Caller caller)
    {
        access.Demand(caller, GatewayAction.AcknowledgeAlarm);
        access.Demand(caller, GatewayAction.AcknowledgeAlarm, DemandMonitor());
    }

    /// <summary>Whether it reaches the monitor's session.</summary>
    public bool Reaches(Caller caller) => Session is { } session && access.Allows(caller, GatewayAction.ReadSession, session);

    public bool Sees(Caller caller, string reference) => Reaches(caller) && (caller.Read?.Allow(reference + ".InAlarm") ?? true);

    private SessionAccessInfo DemandMonitor() => Session ?? throw new GatewayException(
        GatewayErrorCode.Unsupported, "This gateway watches no alarms. Set Gateway:Alarms:Enabled, and Gateway:Alarms:Objects or Roots, to let it watch some.");
}
