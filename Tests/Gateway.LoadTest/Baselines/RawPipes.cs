using System.Collections.Concurrent;
using System.IO.Pipes;
using System.Net.WebSockets;

namespace Gateway.LoadTest.Baselines;

/// <summary>
/// The minimum between many workers and their subscribers: what is read from a named pipe is sent over the WebSocket that belongs to it.
/// Nothing is parsed, kept or counted, and there is no thread between the two.
/// </summary>
internal sealed class RawPipes : IBaseline
{
    /// <summary>The query parameter with the name of the pipe that the server opens for a subscriber.</summary>
    public const string PipeParameter = "pipe";

    private const int LongestRead = 16 * 1024;

    private readonly ConcurrentDictionary<string, byte> _subscribers = [];

    public string Name => "raw-pipes";

    public int Subscribers => _subscribers.Count;

    public void Map(WebApplication app) => app.Map($"/{Name}", async context =>
    {
        var name = context.Request.Query[PipeParameter].ToString();
        await using var pipe = new NamedPipeServerStream(name, PipeDirection.In, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        _subscribers[name] = 0;
        await pipe.WaitForConnectionAsync(context.RequestAborted);
        try
        {
            await ForwardAsync(pipe, socket);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            // The subscriber has disconnected.
        }

        _subscribers.TryRemove(name, out _);
    });

    public void Publish(long first, int count, DateTime time)
    {
        // The events come through the pipes.
    }

    private static async Task ForwardAsync(NamedPipeServerStream pipe, WebSocket socket)
    {
        var buffer = new byte[LongestRead];
        while (await pipe.ReadAsync(buffer) is > 0 and var read)
        {
            await socket.SendAsync(buffer.AsMemory(0, read), WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        }
    }
}
