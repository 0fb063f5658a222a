using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Access.Callers;

internal static partial class AccessLog
{
    [LoggerMessage(EventIds.Callers + 1, LogLevel.Information, "Created the signing key {Kid}.", EventName = "SigningKeyCreated")]
    public static partial void SigningKeyCreated(this ILogger logger, string kid);

    [LoggerMessage(EventIds.Callers + 2, LogLevel.Debug, "Another process created the signing key first.", EventName = "SigningKeyCreatedElsewhere")]
    public static partial void SigningKeyCreatedElsewhere(this ILogger logger);

    [LoggerMessage(EventIds.Callers + 3, LogLevel.Information, "Loaded {Count} signing key(s); {Kid} signs.", EventName = "SigningKeysLoaded")]
    public static partial void SigningKeysLoaded(this ILogger logger, int count, string kid);

    // The level is Debug because anyone who can connect to the port can cause this entry. The metric counts the refusals.
    [LoggerMessage(EventIds.Callers + 4, LogLevel.Debug, "Refused a token: {Reason}.", EventName = "TokenRefused")]
    public static partial void TokenRefused(this ILogger logger, TokenRefusal reason);

    [LoggerMessage(EventIds.Callers + 5, LogLevel.Information, "Deleted the signing key {Kid}: all tokens signed with it have expired.", EventName = "SigningKeyDeleted")]
    public static partial void SigningKeyDeleted(this ILogger logger, string kid);
}
