using Gateway.Web.Platform.Store;

namespace Gateway.Web.Streams.Feed.Journal;

/// <summary>Files of the feed, beside the store and apart from it: what happens to one does not cost the other.</summary>
internal sealed class FeedPaths(StorePaths store)
{
    public string Directory => store.Directory;

    public string Journal => Path.Combine(Directory, "feed.db");

    public string Mark => Path.Combine(Directory, "feed.mark");
}
