using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Sessions.AlarmMonitoring;

internal static partial class AlarmMonitorLog
{
    [LoggerMessage(EventIds.AlarmMonitoring + 1, LogLevel.Information, "The alarm monitor watches {Alarms} alarms in session {SessionId}; {How}.", EventName = "AlarmMonitorBegan")]
    public static partial void Began(this ILogger logger, int alarms, string sessionId, string how);

    [LoggerMessage(EventIds.AlarmMonitoring + 2, LogLevel.Warning, "The alarm monitor is blind: {Reason}", EventName = "AlarmMonitorBlind")]
    public static partial void Blind(this ILogger logger, string reason);

    [LoggerMessage(EventIds.AlarmMonitoring + 3, LogLevel.Information, "The alarm monitor is {Status}: {Watched} alarms, {Unknown} unknown.", EventName = "AlarmMonitorStatus")]
    public static partial void Became(this ILogger logger, string status, int watched, int unknown);

    [LoggerMessage(EventIds.AlarmMonitoring + 4, LogLevel.Warning, "The alarm monitor could not read alarms again; it tries at the next turn.", EventName = "AlarmsNotReadAgain")]
    public static partial void NotRead(this ILogger logger, Exception error);

    [LoggerMessage(EventIds.AlarmMonitoring + 5, LogLevel.Warning, "The alarm monitor missed events of its session ({Reason}); it compares all alarms.", EventName = "AlarmMonitorGap")]
    public static partial void Gap(this ILogger logger, string reason);

    [LoggerMessage(EventIds.AlarmMonitoring + 6, LogLevel.Error, "The alarm monitor failed.", EventName = "AlarmMonitorFailed")]
    public static partial void Failed(this ILogger logger, Exception error);

    [LoggerMessage(
        EventIds.AlarmMonitoring + 7, LogLevel.Warning,
        "The platform refused the log-in of the user '{User}' of Gateway:Alarms (HRESULT 0x{Hresult:X8}: {Reason}); alarms are watched, but none can be acknowledged or shelved.",
        EventName = "AlarmUserRefused")]
    public static partial void UserRefused(this ILogger logger, string user, int hresult, string? reason);
}
