using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Streams.Alarms;

internal static partial class AlarmDiagnosticsLog
{
    [LoggerMessage(EventIds.Alarms + 1, LogLevel.Error, "The log of alarms cannot be written; the monitor waits and goes on where it stopped.", EventName = "AlarmLogFailed")]
    public static partial void WriteFailed(ILogger logger, Exception error);

    [LoggerMessage(EventIds.Alarms + 2, LogLevel.Warning, "The log of alarms can be written again.", EventName = "AlarmLogRecovered")]
    public static partial void WriteRecovered(ILogger logger);

    [LoggerMessage(EventIds.Alarms + 3, LogLevel.Error, "A reader cannot read the log of alarms.", EventName = "AlarmLogNotRead")]
    public static partial void ReadFailed(ILogger logger, Exception error);

    [LoggerMessage(EventIds.Alarms + 4, LogLevel.Information, "Deleted {Transitions} old transitions of alarms; the oldest is now {Oldest}.", EventName = "AlarmsPruned")]
    public static partial void Pruned(ILogger logger, long transitions, long oldest);
}
