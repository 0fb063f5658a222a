using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Platform.Store;

internal static partial class StoreLog
{
    [LoggerMessage(EventIds.Store + 1, LogLevel.Information, "The store {File} is new.", EventName = "StoreIsNew")]
    public static partial void StoreIsNew(this ILogger logger, string file);

    [LoggerMessage(EventIds.Store + 2, LogLevel.Information, "Opened the store {File} of instance {InstanceId}.", EventName = "StoreOpened")]
    public static partial void StoreOpened(this ILogger logger, string file, string instanceId);

    [LoggerMessage(EventIds.Store + 3, LogLevel.Information, "The schema is now at version {Version} ({Purpose}).", EventName = "SchemaStepDone")]
    public static partial void SchemaStepDone(this ILogger logger, int version, string purpose);

    [LoggerMessage(EventIds.Store + 4, LogLevel.Warning, "The file {File} could be used by others ({Rights}). Now only the gateway's account can use it.", EventName = "FileWasOpenToOthers")]
    public static partial void FileWasOpenToOthers(this ILogger logger, string file, UnixFileMode rights);

    [LoggerMessage(EventIds.Store + 5, LogLevel.Debug, "The file {File}, which names the store to commands, could not be written: {Reason}", EventName = "RunningStoreNotAnnounced")]
    public static partial void RunningStoreNotAnnounced(this ILogger logger, string file, string reason);
}
