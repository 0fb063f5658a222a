namespace Gateway.Web.Platform.Logging;

/// <summary>1601 and 1602 are retired.</summary>
internal static partial class DiagnosticsLog
{
    [LoggerMessage(
        EventIds.Logging + 3, LogLevel.Warning, "Nothing reads the setting {Key}. The nearest known name beside it is {Nearest}.", EventName = "UnknownSetting")]
    public static partial void UnknownSetting(this ILogger logger, string key, string nearest);
}
