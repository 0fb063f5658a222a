using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Access.Tokens;

internal static partial class TokensLog
{
    [LoggerMessage(EventIds.Tokens + 1, LogLevel.Error, "The maintenance of tokens and keys failed; the next run tries again.", EventName = "UpkeepFailed")]
    public static partial void UpkeepFailed(this ILogger logger, Exception error);
}
