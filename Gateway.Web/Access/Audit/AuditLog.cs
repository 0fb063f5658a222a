using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Access.Audit;

internal static partial class AuditLog
{
    [LoggerMessage(EventIds.Audit + 1, LogLevel.Warning, "Audit entries arrive faster than they can be written. Further entries are lost and counted until the queue has room.", EventName = "QueueFull")]
    public static partial void QueueFull(this ILogger logger);

    [LoggerMessage(EventIds.Audit + 2, LogLevel.Warning, "Audit entries are written again; {Dropped} were lost.", EventName = "QueueRecovered")]
    public static partial void QueueRecovered(this ILogger logger, long dropped);

    [LoggerMessage(EventIds.Audit + 3, LogLevel.Error, "{Count} audit entries could not be written and are lost.", EventName = "WriteFailed")]
    public static partial void WriteFailed(this ILogger logger, int count, Exception error);

    [LoggerMessage(EventIds.Audit + 4, LogLevel.Error, "Old audit entries could not be deleted. The next sweep tries again.", EventName = "SweepFailed")]
    public static partial void SweepFailed(this ILogger logger, Exception error);

    [LoggerMessage(EventIds.Audit + 5, LogLevel.Error, "Audit entries cannot be written at the moment; they wait until the store can be written again. {Cause}.", EventName = "WriteWaits")]
    public static partial void WriteWaits(this ILogger logger, string cause);

    [LoggerMessage(EventIds.Audit + 6, LogLevel.Information, "The audit entries that waited for the store have been written.", EventName = "WriteWaitIsOver")]
    public static partial void WriteWaitIsOver(this ILogger logger);
}
