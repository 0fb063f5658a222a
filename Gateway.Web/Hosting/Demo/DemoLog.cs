using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Hosting.Demo;

internal static partial class DemoLog
{
    [LoggerMessage(EventIds.Demo, LogLevel.Information, "The demo session is {SessionId}, with {Items} items.", EventName = "DemoOpened")]
    public static partial void Opened(ILogger logger, string sessionId, int items);

    [LoggerMessage(EventIds.Demo + 1, LogLevel.Warning, "The demo session could not be opened.", EventName = "DemoNotOpened")]
    public static partial void NotOpened(ILogger logger, Exception error);
}
