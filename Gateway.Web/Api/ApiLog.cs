using Gateway.Web.Diagnostics;

namespace Gateway.Web.Api;

internal static partial class ApiLog
{
    [LoggerMessage(EventIds.Api + 1, LogLevel.Error, "A {Method} request failed unexpectedly; the client was given reference {Reference}.")]
    public static partial void Unexpected(this ILogger logger, string method, string reference, Exception error);
}
