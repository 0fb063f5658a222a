using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Streams.Log.Journal;

/// <summary>Events of every journal. They were the feed's first, whose ids they keep; the category and the file tell which journal it is.</summary>
internal static partial class JournalLog
{
    [LoggerMessage(EventIds.Feed + 1, LogLevel.Information, "The journal {File} is open: epoch {Epoch}, rows {Oldest} to {Latest}.", EventName = "Opened")]
    public static partial void Opened(ILogger logger, string file, string epoch, long oldest, long latest);

    [LoggerMessage(EventIds.Feed + 2, LogLevel.Information, "The journal {File} is new.", EventName = "IsNew")]
    public static partial void IsNew(ILogger logger, string file);

    [LoggerMessage(EventIds.Feed + 3, LogLevel.Error, "The journal {File} cannot be used and was moved to {Aside}. A new journal begins under another epoch.", EventName = "MovedAside")]
    public static partial void MovedAside(ILogger logger, string file, string aside, Exception error);

    [LoggerMessage(EventIds.Feed + 4, LogLevel.Error, "The journal {File} ends at {Latest}, but {Marked} had been committed: the last {Lost} rows are lost. The numbering continues under another epoch.", EventName = "TailLost")]
    public static partial void TailLost(ILogger logger, string file, long latest, long marked, long lost);

    [LoggerMessage(EventIds.Feed + 5, LogLevel.Error, "The journal does not match its mark {File} ({Problem}), so its end cannot be trusted. The numbering continues under another epoch.", EventName = "MarkMismatch")]
    public static partial void MarkMismatch(ILogger logger, string file, string problem);

    [LoggerMessage(EventIds.Feed + 6, LogLevel.Error, "The journal is missing although its mark {File} exists. A new journal begins under another epoch.", EventName = "JournalGone")]
    public static partial void JournalGone(ILogger logger, string file);

    [LoggerMessage(EventIds.Feed + 7, LogLevel.Warning, "The previous run of the gateway did not close the journal {File}. Rows of its last moments may be missing.", EventName = "UncleanEnd")]
    public static partial void UncleanEnd(ILogger logger, string file);

    [LoggerMessage(EventIds.Feed + 15, LogLevel.Warning, "The mark {File} cannot be written. If the journal loses its end, this may go unnoticed.", EventName = "MarkFailed")]
    public static partial void MarkFailed(ILogger logger, string file, Exception error);

    [LoggerMessage(EventIds.Feed + 17, LogLevel.Warning, "The old journal {File} could not be deleted.", EventName = "AsideNotDeleted")]
    public static partial void AsideNotDeleted(ILogger logger, string file, Exception error);
}
