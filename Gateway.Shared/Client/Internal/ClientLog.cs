using Microsoft.Extensions.Logging;

namespace Gateway.Client.Internal;

/// <summary>What the client logs.</summary>
internal static partial class ClientLog
{
    [LoggerMessage(ClientEventIds.Client, LogLevel.Debug, "Connection {Previous} -> {Current}.", EventName = "ConnectionStateChanged")]
    public static partial void ConnectionStateChanged(
        ILogger logger, GatewayConnectionState previous, GatewayConnectionState current, Exception? error);

    [LoggerMessage(ClientEventIds.Client + 1, LogLevel.Debug, "Attempt {Attempt} to connect failed.", EventName = "ConnectFailed")]
    public static partial void ConnectFailed(ILogger logger, int attempt, Exception error);

    [LoggerMessage(ClientEventIds.Client + 2, LogLevel.Error, "A handler of StateChanged failed.", EventName = "StateHandlerFailed")]
    public static partial void StateHandlerFailed(ILogger logger, Exception error);

    [LoggerMessage(ClientEventIds.Client + 3, LogLevel.Debug, "Stream {Stream} interrupted.", EventName = "StreamInterrupted")]
    public static partial void StreamInterrupted(ILogger logger, string stream, Exception? error);

    [LoggerMessage(ClientEventIds.Client + 4, LogLevel.Warning,
        "Stream {Stream} broke the contract: {Violation} Subscribing again.", EventName = "StreamViolation")]
    public static partial void StreamViolation(ILogger logger, string stream, string violation);

    [LoggerMessage(ClientEventIds.Client + 6, LogLevel.Warning, "The token could not be renewed: {Code}.", EventName = "RenewalFailed")]
    public static partial void RenewalFailed(ILogger logger, Errors.GatewayErrorCode code);

    [LoggerMessage(ClientEventIds.Client + 7, LogLevel.Warning, "The connection was lost and is being restored: {Reason}", EventName = "ConnectionLost")]
    public static partial void ConnectionLost(ILogger logger, string reason);

    [LoggerMessage(ClientEventIds.Client + 8, LogLevel.Error, "A handler of StatusChanged failed.", EventName = "StatusHandlerFailed")]
    public static partial void StatusHandlerFailed(ILogger logger, Exception error);

    [LoggerMessage(ClientEventIds.Client + 9, LogLevel.Warning,
        "The live items of session {Session} are being restored: {Code}: {Reason}", EventName = "LiveItemsRestoring")]
    public static partial void LiveItemsRestoring(ILogger logger, string session, Errors.GatewayErrorCode code, string reason);

    // 9005 is retired: SocketCloseFailed.
}
