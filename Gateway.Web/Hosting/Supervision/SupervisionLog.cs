using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Hosting.Supervision;

internal static partial class SupervisionLog
{
    [LoggerMessage(
        EventIds.Supervision, LogLevel.Error, "The gateway does not answer on its own address, so systemd's watchdog was not notified. After {Limit} without a notification systemd ends the gateway.",
        EventName = "NoAnswerForWatchdog")]
    public static partial void NoAnswer(ILogger logger, TimeSpan limit);
}
