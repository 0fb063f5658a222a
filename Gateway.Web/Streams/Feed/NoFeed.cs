namespace Gateway.Web.Streams.Feed;

/// <summary>A feed that discards every change, for hosts without one.</summary>
internal sealed class NoFeed : IFeed
{
    public void Record(FeedEntry entry)
    {
    }
}
