using System.CommandLine;
using Gateway.CommandLine.Running;

namespace Gateway.CommandLine.Sessions;

/// <summary><c>mxgateway sessions</c>.</summary>
internal static class SessionMenu
{
    public static Command Build(CommandRunner runner) => new("sessions", "The sessions of the gateway: list, open and close them.")
    {
        SessionListCommand.Build(runner),
        SessionOpenCommand.Build(runner),
        SessionCloseCommand.Build(runner),
    };
}
