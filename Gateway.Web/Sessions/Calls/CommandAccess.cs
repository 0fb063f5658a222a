using Gateway.Contracts;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Sessions.Calls;

/// <summary>Which commands only read, and which change something.</summary>
internal static class CommandAccess
{
    public static GatewayAction ActionOf(MxMethod method) => method switch
    {
        MxMethod.GetSessionState or MxMethod.GetWorkerInfo or MxMethod.Ping => GatewayAction.ReadSession,
        _ => GatewayAction.WriteSession,
    };

    /// <summary>Whether the reply of the command contains items.</summary>
    public static bool GivesValues(MxMethod method) => method is MxMethod.ReadBulk or MxMethod.GetSessionState;
}
