using Gateway.Web.Platform.Store;

namespace Gateway.Web.Streams.Feed.Journal;

/// <summary>
/// Paths of the feed's files. They are beside the store but separate from it, so that damage to one does not affect the other.
/// </summary>
internal sealed class FeedPaths(StorePaths store)
{
    public string Directory => store.Directory;

    public string Journal => Path.Combine(Directory, "feed.db");

    public string Mark => Path.Combine(Directory, "feed.mark");
}
