using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Sessions.Forwarding;

internal static partial class ForwardingLog
{
    [LoggerMessage(EventIds.Forwarding, LogLevel.Error, "A call of an edge failed unexpectedly; its client was given reference {Reference}.", EventName = "UnexpectedForwardedError")]
    public static partial void Unexpected(this ILogger logger, string reference, Exception error);

    [LoggerMessage(EventIds.Forwarding + 1, LogLevel.Warning, "Calls of edges cannot be received, and are tried again: {Reason}", EventName = "ForwardingFailed")]
    public static partial void ReceivingFailed(this ILogger logger, string reason);

    [LoggerMessage(EventIds.Forwarding + 2, LogLevel.Information, "This gateway receives calls of edges at {Subject}.", EventName = "ForwardingReceives")]
    public static partial void Receives(this ILogger logger, string subject);
}
