namespace Gateway.Web.Hubs;

internal static partial class HubLog
{
    [LoggerMessage(1500, LogLevel.Error, "{Method} failed unexpectedly; the client was given reference {Reference}.", EventName = "UnexpectedHubError")]
    public static partial void Unexpected(ILogger logger, string method, string reference, Exception error);
}
