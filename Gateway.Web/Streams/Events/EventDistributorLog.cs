using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Streams.Events;

internal static partial class EventDistributorLog
{
    [LoggerMessage(EventIds.Events, LogLevel.Warning, "Subscription {SubscriptionId} of session {SessionId} is slow: its channel of {BufferEvents} events is full. It catches up from the history.", EventName = "SlowConsumer")]
    public static partial void SlowConsumer(ILogger logger, string sessionId, string subscriptionId, int bufferEvents);

    [LoggerMessage(EventIds.Events + 1, LogLevel.Information, "Subscription {SubscriptionId} of session {SessionId} has caught up.", EventName = "CaughtUp")]
    public static partial void CaughtUp(ILogger logger, string sessionId, string subscriptionId);

    [LoggerMessage(EventIds.Events + 2, LogLevel.Warning, "Subscription {SubscriptionId} of session {SessionId} is too slow for the history: it gets the latest value of each item until it keeps up.", EventName = "SubscriptionDegraded")]
    public static partial void Degraded(ILogger logger, string sessionId, string subscriptionId);

    [LoggerMessage(EventIds.Events + 3, LogLevel.Information, "Subscription {SubscriptionId} of session {SessionId} keeps up and gets every event again.", EventName = "SubscriptionRecovered")]
    public static partial void Recovered(ILogger logger, string sessionId, string subscriptionId);
}
