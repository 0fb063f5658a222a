using System.Threading.Channels;
using Gateway.Contracts;

namespace Gateway.Client.Internal;

/// <summary>Feed items between the hub and the reader. Bounded: what does not fit is left to the server.</summary>
internal sealed class FeedBuffer
{
    private const int Capacity = 256;

    private readonly Channel<BufferedFeedItem> _items = Channel.CreateBounded<BufferedFeedItem>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });

    /// <summary>Whether an item may be added. The reader only makes more room.</summary>
    public bool HasRoom => _items.Reader.Count < Capacity;

    /// <summary>Adds an item for which there is room.</summary>
    public void Add(FeedItem item, FeedPosition? position) => _items.Writer.TryWrite(new BufferedFeedItem(item, position));

    public async Task WaitForRoomAsync(CancellationToken cancellationToken) => await _items.Writer.WaitToWriteAsync(cancellationToken);

    /// <summary>No more items; the reader gets what is left, then the failure if there is one.</summary>
    public void Complete(Exception? failure) => _items.Writer.TryComplete(failure);

    /// <summary>The next item; null at the end.</summary>
    public async ValueTask<BufferedFeedItem?> TakeAsync(CancellationToken cancellationToken)
    {
        while (await _items.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_items.Reader.TryRead(out var item))
            {
                return item;
            }
        }

        return null;
    }
}
