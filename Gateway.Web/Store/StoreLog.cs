using Gateway.Web.Diagnostics;

namespace Gateway.Web.Store;

internal static partial class StoreLog
{
    [LoggerMessage(EventIds.Store + 1, LogLevel.Information, "Created the store {File} for instance {InstanceId}.")]
    public static partial void StoreCreated(this ILogger logger, string file, string instanceId);

    [LoggerMessage(EventIds.Store + 2, LogLevel.Information, "Opened the store {File} of instance {InstanceId}.")]
    public static partial void StoreOpened(this ILogger logger, string file, string instanceId);

    [LoggerMessage(EventIds.Store + 3, LogLevel.Information, "Schema is at version {Version} ({Purpose}).")]
    public static partial void SchemaStepDone(this ILogger logger, int version, string purpose);
}
