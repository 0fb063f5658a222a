using System.Collections.Concurrent;
using Gateway.Web.Streams.Feed;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>A change feed that only records its entries in memory.</summary>
internal sealed class RecordingFeed : IFeed
{
    public ConcurrentQueue<FeedEntry> Entries { get; } = new();

    public void Record(FeedEntry entry) => Entries.Enqueue(entry);
}
