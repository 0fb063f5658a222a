using System.Diagnostics.Metrics;

namespace Gateway.Web.Diagnostics;

/// <summary>
/// The one meter of the gateway. Instruments are named <c>gateway.room.thing</c> with an OpenTelemetry unit; label values come
/// from a fixed set, never from a session, an item or a subject.
/// </summary>
internal static class GatewayMeter
{
    public const string Name = "Gateway";

    public static Meter CreateGatewayMeter(this IMeterFactory factory) => factory.Create(Name);
}
