using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Access.OutsideIssuer;

internal static partial class OutsideIssuerLog
{
    [LoggerMessage(EventIds.OutsideIssuer + 1, LogLevel.Information, "Read {Count} key(s) of the outside issuer.", EventName = "KeysRead")]
    public static partial void KeysRead(this ILogger logger, int count);

    [LoggerMessage(EventIds.OutsideIssuer + 2, LogLevel.Error, "The keys of the outside issuer could not be read. Keys that were read before stay in use until they are too old.", EventName = "KeysNotRead")]
    public static partial void KeysNotRead(this ILogger logger, Exception error);
}
