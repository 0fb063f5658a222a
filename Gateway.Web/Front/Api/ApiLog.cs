using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Front.Api;

internal static partial class ApiLog
{
    [LoggerMessage(EventIds.Api + 1, LogLevel.Error, "A {Method} request failed unexpectedly; the answer to the client contains the reference {Reference}.", EventName = "Unexpected")]
    public static partial void Unexpected(this ILogger logger, string method, string reference, Exception error);

    [LoggerMessage(EventIds.Api + 2, LogLevel.Warning, "A client at {RemoteAddress} took nothing of its stream for {Seconds} s (Gateway:Hub:SendTimeoutSeconds) and was disconnected.", EventName = "SlowStreamReader")]
    public static partial void SlowReader(this ILogger logger, string? remoteAddress, int seconds);
}
