using System.CommandLine;
using Gateway.CommandLine.Running;

namespace Gateway.CommandLine.Alarms;

/// <summary><c>mxgateway alarms</c>.</summary>
internal static class AlarmMenu
{
    public static Command Build(CommandRunner runner) => new("alarms", "The alarms that the gateway watches: list, follow and acknowledge them.")
    {
        AlarmListCommand.Build(runner),
        AlarmFollowCommand.Build(runner),
        AlarmAcknowledgeCommand.Build(runner),
    };
}
