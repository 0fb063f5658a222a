namespace Gateway.Web.Streams.Feed;

/// <summary>Where there is no feed.</summary>
internal sealed class NoFeed : IFeed
{
    public void Record(FeedEntry entry)
    {
    }
}
