using Gateway.Web.Diagnostics;

namespace Gateway.Web.Hardening;

internal static partial class HardeningLog
{
    [LoggerMessage(EventIds.Hardening + 1, LogLevel.Error, "A request failed unexpectedly; the client was given reference {Reference}.")]
    public static partial void RequestFailed(this ILogger logger, string reference, Exception? error);
}
