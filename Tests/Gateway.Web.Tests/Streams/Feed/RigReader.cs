using Gateway.Contracts;
using Gateway.Web.Streams.Feed.Reading;

namespace Gateway.Web.Tests.Streams.Feed;

/// <summary>A reader that the test asks step by step.</summary>
internal sealed class RigReader(FeedReader reader)
{
    public FeedReader Reader => reader;

    /// <summary>The next item; null when there is none now.</summary>
    public FeedItem? Next()
    {
        do
        {
            if (reader.TryNext() is { } item)
            {
                return item;
            }
        }
        while (reader.LookAgain);

        return null;
    }

    public T Next<T>()
        where T : FeedItem => Assert.IsType<T>(Next());

    /// <summary>All changes that are available now; other items are ignored.</summary>
    public IReadOnlyList<FeedChange> Drain()
    {
        var changes = new List<FeedChange>();
        while (Next() is { } item)
        {
            changes.AddRange(item is FeedChangesItem { Changes: var found } ? found : []);
        }

        return changes;
    }

    public void Close() => reader.Dispose();
}
