using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Sessions.Lifetime;

internal static partial class SessionLog
{
    [LoggerMessage(EventIds.Lifetime, LogLevel.Information, "Session {SessionId} opened by {Owner}, backend {Backend}, session tag {SessionTag}.", EventName = "SessionOpened")]
    public static partial void Opened(ILogger logger, string sessionId, string owner, string backend, string? sessionTag);

    [LoggerMessage(EventIds.Lifetime + 1, LogLevel.Information, "Session {SessionId} closed: {Reason}.", EventName = "SessionClosed")]
    public static partial void Closed(ILogger logger, string sessionId, string reason);

    [LoggerMessage(EventIds.Lifetime + 2, LogLevel.Error, "Session {SessionId} is faulted ({Code}): {Reason}", EventName = "SessionFaulted")]
    public static partial void Faulted(ILogger logger, string sessionId, string code, string reason);

    [LoggerMessage(EventIds.Lifetime + 3, LogLevel.Error, "The sweep of sessions failed. It runs again at the next interval.", EventName = "SweepFailed")]
    public static partial void SweepFailed(ILogger logger, Exception error);

    [LoggerMessage(EventIds.Lifetime + 4, LogLevel.Information, "The gateway is stopping; {Sessions} sessions are {Fate}.", EventName = "StoppingAll")]
    public static partial void StoppingAll(ILogger logger, int sessions, string fate);
}
