using System.Collections.Concurrent;
using System.Threading.Channels;
using Gateway.Events;

namespace Gateway.LoadTest.Baselines;

/// <summary>A hub stream that yields one event at a time from a bounded channel.</summary>
internal sealed class PlainStreams : IBaseline
{
    private const int QueuedEvents = 100_000;

    private readonly ConcurrentDictionary<Channel<MxEvent>, byte> _subscribers = [];

    public string Name => "hub-stream";

    public int Subscribers => _subscribers.Count;

    public void Map(WebApplication app)
    {
        // The host maps the hub that both SignalR baselines share.
    }

    public void Publish(long first, int count, DateTime time)
    {
        if (_subscribers.IsEmpty)
        {
            return;
        }

        for (var i = 0; i < count; i++)
        {
            var raised = PlainEvents.Of(first + i, time);
            foreach (var (queue, _) in _subscribers)
            {
                queue.Writer.TryWrite(raised);
            }
        }
    }

    public async IAsyncEnumerable<MxEvent> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var queue = Channel.CreateBounded<MxEvent>(new BoundedChannelOptions(QueuedEvents) { SingleReader = true, SingleWriter = true });
        _subscribers[queue] = 0;
        try
        {
            await foreach (var received in queue.Reader.ReadAllAsync(cancellationToken))
            {
                yield return received;
            }
        }
        finally
        {
            _subscribers.TryRemove(queue, out _);
        }
    }
}
