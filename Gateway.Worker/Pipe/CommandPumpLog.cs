using Gateway.Contracts;
using Microsoft.Extensions.Logging;

namespace Gateway.Worker.Pipe;

internal static partial class CommandPumpLog
{
    [LoggerMessage(WorkerEventIds.Commands, LogLevel.Error, "{Method} failed with an unexpected error.", EventName = "CommandFailed")]
    public static partial void CommandFailed(ILogger logger, MxMethod method, Exception error);
}
