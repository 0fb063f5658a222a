namespace Gateway.Web.Platform.Logging;

internal static partial class DiagnosticsLog
{
    [LoggerMessage(
        EventIds.Logging + 3, LogLevel.Warning, "Nothing reads the setting {Key}. The nearest known name beside it is {Nearest}.", EventName = "UnknownSetting")]
    public static partial void UnknownSetting(this ILogger logger, string key, string nearest);
}
