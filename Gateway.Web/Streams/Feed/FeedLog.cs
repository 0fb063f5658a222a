using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Streams.Feed;

internal static partial class FeedLog
{
    [LoggerMessage(EventIds.Feed + 1, LogLevel.Information, "The feed's journal {File} is open: epoch {Epoch}, changes {Oldest} to {Latest}.", EventName = "Opened")]
    public static partial void Opened(ILogger logger, string file, string epoch, long oldest, long latest);

    [LoggerMessage(EventIds.Feed + 2, LogLevel.Information, "The feed's journal {File} is new.", EventName = "IsNew")]
    public static partial void IsNew(ILogger logger, string file);

    [LoggerMessage(EventIds.Feed + 3, LogLevel.Error, "The feed's journal {File} cannot be used and was moved to {Aside}. A new journal begins under another epoch.", EventName = "MovedAside")]
    public static partial void MovedAside(ILogger logger, string file, string aside, Exception error);

    [LoggerMessage(EventIds.Feed + 4, LogLevel.Error, "The feed's journal ends at {Latest}, but {Marked} had been committed: the last {Lost} changes are lost. The numbering continues under another epoch.", EventName = "TailLost")]
    public static partial void TailLost(ILogger logger, long latest, long marked, long lost);

    [LoggerMessage(EventIds.Feed + 5, LogLevel.Error, "The feed's journal does not match its mark {File} ({Problem}), so its end cannot be trusted. The numbering continues under another epoch.", EventName = "MarkMismatch")]
    public static partial void MarkMismatch(ILogger logger, string file, string problem);

    [LoggerMessage(EventIds.Feed + 6, LogLevel.Error, "The feed's journal is missing although its mark {File} exists. A new journal begins under another epoch.", EventName = "JournalGone")]
    public static partial void JournalGone(ILogger logger, string file);

    [LoggerMessage(EventIds.Feed + 7, LogLevel.Warning, "The previous run of the gateway did not close the feed's journal. Changes of its last moments may be missing.", EventName = "UncleanEnd")]
    public static partial void UncleanEnd(ILogger logger);

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

    [LoggerMessage(EventIds.Feed + 15, LogLevel.Warning, "The feed's mark {File} cannot be written. If the journal loses its end, this may go unnoticed.", EventName = "MarkFailed")]
    public static partial void MarkFailed(ILogger logger, string file, Exception error);

    [LoggerMessage(EventIds.Feed + 16, LogLevel.Error, "The gateway is stopping, and {Changes} changes of the feed could not be written.", EventName = "LostAtStop")]
    public static partial void LostAtStop(ILogger logger, int changes);

    [LoggerMessage(EventIds.Feed + 17, LogLevel.Warning, "The old journal {File} could not be deleted.", EventName = "AsideNotDeleted")]
    public static partial void AsideNotDeleted(ILogger logger, string file, Exception error);

    [LoggerMessage(EventIds.Feed + 18, LogLevel.Error, "A reader found damage in the feed's journal. The journal is being checked.", EventName = "ReadFailed")]
    public static partial void ReadFailed(ILogger logger, Exception error);
}
