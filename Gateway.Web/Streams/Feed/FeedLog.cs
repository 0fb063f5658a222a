using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Streams.Feed;

internal static partial class FeedLog
{
    [LoggerMessage(EventIds.Feed + 9, LogLevel.Error, "The feed's journal cannot be written ({Status}); changes wait, and are dropped when too many wait.", EventName = "WriteFailed")]
    public static partial void WriteFailed(ILogger logger, FeedStatus status, Exception error);

    [LoggerMessage(EventIds.Feed + 10, LogLevel.Warning, "The feed's journal can be written again.", EventName = "WriteRecovered")]
    public static partial void WriteRecovered(ILogger logger);

    [LoggerMessage(EventIds.Feed + 11, LogLevel.Warning, "Changes arrive faster than the feed can write them. Further changes are dropped and counted.", EventName = "InboxFull")]
    public static partial void InboxFull(ILogger logger);

    [LoggerMessage(EventIds.Feed + 12, LogLevel.Warning, "The feed accepts changes again. {Dropped} changes were dropped since the gateway started.", EventName = "InboxRecovered")]
    public static partial void InboxRecovered(ILogger logger, long dropped);

    [LoggerMessage(EventIds.Feed + 14, LogLevel.Information, "Deleted {Changes} old changes of the feed; the oldest is now {Oldest}.", EventName = "Pruned")]
    public static partial void Pruned(ILogger logger, long changes, long oldest);

    [LoggerMessage(EventIds.Feed + 16, LogLevel.Error, "The gateway is stopping, and {Changes} changes of the feed could not be written.", EventName = "LostAtStop")]
    public static partial void LostAtStop(ILogger logger, int changes);

    [LoggerMessage(EventIds.Feed + 18, LogLevel.Error, "A reader found damage in the feed's journal. The journal is being checked.", EventName = "ReadFailed")]
    public static partial void ReadFailed(ILogger logger, Exception error);
}
