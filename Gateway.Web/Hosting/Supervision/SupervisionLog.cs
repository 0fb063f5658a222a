using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Hosting.Supervision;

internal static partial class SupervisionLog
{
    [LoggerMessage(
        EventIds.Supervision, LogLevel.Error, "The gateway does not answer on its own address. The watchdog is not told that it lives; systemd ends it after {Limit} of that.",
        EventName = "NoAnswerForWatchdog")]
    public static partial void NoAnswer(ILogger logger, TimeSpan limit);
}
