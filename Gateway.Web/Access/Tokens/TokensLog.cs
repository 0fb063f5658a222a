using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Access.Tokens;

internal static partial class TokensLog
{
    [LoggerMessage(EventIds.Tokens + 1, LogLevel.Error, "The upkeep of tokens and keys failed; it is tried again.", EventName = "UpkeepFailed")]
    public static partial void UpkeepFailed(this ILogger logger, Exception error);
}
