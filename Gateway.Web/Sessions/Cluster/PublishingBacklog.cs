using System.Collections.Concurrent;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>What the publishers of all sessions still have to publish. May be used on any thread.</summary>
internal sealed class PublishingBacklog
{
    private readonly ConcurrentDictionary<SessionPublisher, byte> _publishers = new();

    public long Events => _publishers.Keys.Sum(publisher => publisher.Lag);

    /// <summary>For how long the event has waited that has waited longest.</summary>
    public TimeSpan Waited => _publishers.Keys.Select(publisher => publisher.Waited).DefaultIfEmpty().Max();

    public void Add(SessionPublisher publisher) => _publishers[publisher] = 0;

    public void Remove(SessionPublisher publisher) => _publishers.TryRemove(publisher, out _);
}
