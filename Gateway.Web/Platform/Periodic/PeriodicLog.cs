using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Platform.Periodic;

internal static partial class PeriodicLog
{
    [LoggerMessage(EventIds.Periodic, LogLevel.Error, "{Service} has failed. It runs again at the next interval.", EventName = "PeriodicServiceFailed")]
    public static partial void TurnFailed(ILogger logger, string service, Exception error);
}
