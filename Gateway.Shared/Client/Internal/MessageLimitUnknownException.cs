namespace Gateway.Client.Internal;

/// <summary>A large message was not sent because the gateway has not been asked for its limit.</summary>
internal sealed class MessageLimitUnknownException() : Exception("The gateway has not reported its message size limit yet.");
