using Microsoft.Extensions.Logging;

namespace Gateway.Worker.Pipe;

internal static partial class GatewayLinkLog
{
    [LoggerMessage(WorkerEventIds.Link, LogLevel.Information, "Connected to the gateway; events continue after sequence {ResumeAfter}.", EventName = "Connected")]
    public static partial void Connected(ILogger logger, long resumeAfter);

    [LoggerMessage(WorkerEventIds.Link + 1, LogLevel.Debug, "The gateway's pipe cannot be reached: {Reason}", EventName = "Unreachable")]
    public static partial void Unreachable(ILogger logger, string reason);

    [LoggerMessage(WorkerEventIds.Link + 2, LogLevel.Warning, "The handshake with the gateway failed.", EventName = "Refused")]
    public static partial void Refused(ILogger logger, Exception error);

    [LoggerMessage(WorkerEventIds.Link + 3, LogLevel.Warning, "The connection to the gateway ended: {Reason}", EventName = "Lost")]
    public static partial void Lost(ILogger logger, string reason);
}
