namespace Gateway.Web.Platform.Logging;

internal static partial class DiagnosticsLog
{
    [LoggerMessage(
        EventIds.Logging + 3, LogLevel.Warning, "The setting {Key} is not known and has no effect. The most similar known name in its section is {Nearest}.", EventName = "UnknownSetting")]
    public static partial void UnknownSetting(this ILogger logger, string key, string nearest);
}
