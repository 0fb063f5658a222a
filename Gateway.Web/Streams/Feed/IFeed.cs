namespace Gateway.Web.Streams.Feed;

/// <summary>The change feed, for those who make changes. Any thread.</summary>
internal interface IFeed
{
    /// <summary>
    /// Puts a change on its way into the feed. Returns at once and never fails: what the bounded inbox cannot take is counted and
    /// marked as a hole.
    /// </summary>
    void Record(FeedEntry entry);
}
