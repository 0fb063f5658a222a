using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Front.Hubs;

internal static partial class HubLog
{
    [LoggerMessage(EventIds.Hubs, LogLevel.Error, "{Method} failed unexpectedly; the client was given reference {Reference}.", EventName = "UnexpectedHubError")]
    public static partial void Unexpected(ILogger logger, string method, string reference, Exception error);

    [LoggerMessage(EventIds.Hubs + 1, LogLevel.Warning, "Connection {ConnectionId} sent a message of more than {MaxMessageBytes} bytes (Gateway:Hub:MaxMessageBytes) and was closed.", EventName = "MessageTooLarge")]
    public static partial void MessageTooLarge(ILogger logger, string connectionId, int maxMessageBytes);

    [LoggerMessage(EventIds.Hubs + 2, LogLevel.Warning, "{Count} connections received nothing any more and were cut off while the gateway stopped.", EventName = "CutAtStop")]
    public static partial void CutAtStop(ILogger logger, int count);
}
