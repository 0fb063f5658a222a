namespace Gateway.Web.Streams.Feed;

/// <summary>Records changes: shortens texts that are too long and adds the change to the inbox.</summary>
internal sealed class FeedRecorder(FeedInbox inbox, FeedState state, FeedMetrics metrics, ILogger<FeedRecorder> logger) : IFeed
{
    private int _dropping;

    public void Record(FeedEntry entry)
    {
        if (inbox.TryAdd(Cut(entry), state.Current == FeedStatus.Running ? FeedHoleReasons.InboxFull : FeedHoleReasons.NotWritable))
        {
            if (Interlocked.Exchange(ref _dropping, 0) != 0)
            {
                FeedLog.InboxRecovered(logger, inbox.Dropped);
            }

            return;
        }

        metrics.Dropped();
        if (Interlocked.Exchange(ref _dropping, 1) == 0)
        {
            FeedLog.InboxFull(logger);
        }
    }

    private static FeedEntry Cut(FeedEntry entry) => entry with
    {
        SessionName = Cut(entry.SessionName, FeedOptions.MaxText),
        Subject = Cut(entry.Subject, FeedOptions.MaxText),
        Detail = Cut(entry.Detail, FeedOptions.MaxDetail),
        Data = entry.Data?.ToDictionary(pair => pair.Key, pair => Cut(pair.Value, FeedOptions.MaxText)!, StringComparer.Ordinal),
    };

    private static string? Cut(string? text, int most) => text?.Length > most ? text[..most] : text;
}
