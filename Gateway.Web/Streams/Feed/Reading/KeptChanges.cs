using Gateway.Web.Streams.Feed.Journal;
using Gateway.Web.Streams.Log.Journal;

namespace Gateway.Web.Streams.Feed.Reading;

/// <summary>The kept part of the feed. When a reader finds damage in it, the writer is asked to check the journal.</summary>
internal sealed class KeptChanges(FeedJournal journal, FeedInbox inbox, ILogger<FeedDistributor> logger)
{
    /// <summary>At most so many changes after a sequence and up to another; null when there are none. Any thread.</summary>
    public FeedBatch? Read(long after, long through, int limit) =>
        journal.Read(after, through, limit) is { Count: > 0 } rows ? FeedRowMapping.ToBatch(rows) : null;

    public void ReadFailed(Exception error)
    {
        FeedLog.ReadFailed(logger, error);
        if (JournalFaults.IsDamage(error))
        {
            inbox.RequestCheck();
        }
    }
}
