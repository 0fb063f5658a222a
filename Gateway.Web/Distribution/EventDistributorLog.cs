namespace Gateway.Web.Distribution;

internal static partial class EventDistributorLog
{
    [LoggerMessage(1400, LogLevel.Warning, "Subscription {SubscriptionId} of session {SessionId} is slow: its channel of {BufferEvents} events is full. It catches up from the history.", EventName = "SlowConsumer")]
    public static partial void SlowConsumer(ILogger logger, string sessionId, string subscriptionId, int bufferEvents);

    [LoggerMessage(1401, LogLevel.Information, "Subscription {SubscriptionId} of session {SessionId} has caught up.", EventName = "CaughtUp")]
    public static partial void CaughtUp(ILogger logger, string sessionId, string subscriptionId);
}
