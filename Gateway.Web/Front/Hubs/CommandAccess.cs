using Gateway.Contracts;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Front.Hubs;

/// <summary>Which commands only look and which change something.</summary>
internal static class CommandAccess
{
    public static GatewayAction ActionOf(MxMethod method) => method switch
    {
        MxMethod.GetSessionState or MxMethod.GetWorkerInfo or MxMethod.Ping => GatewayAction.ReadSession,
        _ => GatewayAction.WriteSession,
    };

    /// <summary>True for commands whose reply tells about items.</summary>
    public static bool GivesValues(MxMethod method) => method is MxMethod.ReadBulk or MxMethod.GetSessionState;
}
