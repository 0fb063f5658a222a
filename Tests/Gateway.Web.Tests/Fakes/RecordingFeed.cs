using System.Collections.Concurrent;
using Gateway.Web.Feed;

namespace Gateway.Web.Tests.Fakes;

/// <summary>A change feed that only remembers.</summary>
internal sealed class RecordingFeed : IFeed
{
    public ConcurrentQueue<FeedEntry> Entries { get; } = new();

    public void Record(FeedEntry entry) => Entries.Enqueue(entry);
}
