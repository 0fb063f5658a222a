namespace Gateway.Web.Streams.Feed;

/// <summary>The change feed, for rooms that record changes. May be used on any thread.</summary>
internal interface IFeed
{
    /// <summary>
    /// Adds a change to the feed. Returns at once and never fails: a change that the bounded inbox has no room for is counted and
    /// reported as a hole.
    /// </summary>
    void Record(FeedEntry entry);
}
