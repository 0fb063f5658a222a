using Gateway.Errors;

namespace Gateway.Web.Streams.Log;

/// <summary>What ends streams and refuses calls while the gateway stops.</summary>
internal static class StoppingFault
{
    public static GatewayException Create() => new(GatewayErrorCode.GatewayStopping, "The gateway is stopping; reconnect and resume.", 1_000);
}
