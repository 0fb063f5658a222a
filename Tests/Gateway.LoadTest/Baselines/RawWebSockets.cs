using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Threading.Channels;

namespace Gateway.LoadTest.Baselines;

/// <summary>
/// The minimum that a server can do: batches that were encoded in advance, and one bounded queue and one send loop per WebSocket.
/// It has no protocol, positions, history, filter or rights.
/// </summary>
internal sealed class RawWebSockets(string name, WebSocketMessageType type, Func<long, int, DateTime, byte[]> encode) : IBaseline
{
    /// <summary>50 s of slices, so that a machine that pauses for a while does not make a baseline drop events.</summary>
    private const int QueuedBatches = 10_000;

    private readonly ConcurrentDictionary<Channel<byte[]>, byte> _subscribers = [];

    public string Name => name;

    public int Subscribers => _subscribers.Count;

    public void Map(WebApplication app) => app.Map($"/{name}", async context =>
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var queue = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(QueuedBatches) { SingleReader = true, SingleWriter = true });
        _subscribers[queue] = 0;
        var sending = SendAsync(socket, queue.Reader);
        await UntilClosedAsync(socket);
        _subscribers.TryRemove(queue, out _);
        queue.Writer.TryComplete();
        await sending;
    });

    public void Publish(long first, int count, DateTime time)
    {
        if (_subscribers.IsEmpty)
        {
            return;
        }

        var message = encode(first, count, time);
        foreach (var (queue, _) in _subscribers)
        {
            queue.Writer.TryWrite(message);
        }
    }

    private async Task SendAsync(WebSocket socket, ChannelReader<byte[]> queue)
    {
        try
        {
            await foreach (var message in queue.ReadAllAsync())
            {
                await socket.SendAsync(message.AsMemory(), type, endOfMessage: true, CancellationToken.None);
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            // The subscriber has disconnected.
        }
    }

    private static async Task UntilClosedAsync(WebSocket socket)
    {
        var buffer = new byte[256];
        try
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
                // Messages of a subscriber are ignored.
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            // The subscriber has disconnected.
        }
    }
}
