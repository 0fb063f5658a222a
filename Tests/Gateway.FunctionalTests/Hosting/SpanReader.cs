using System.Buffers;
using System.Buffers.Text;
using System.Net.WebSockets;
using System.Text.Json;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>
/// A reader with almost no cost: a bare WebSocket that reads only the span of each <c>events</c> item and checks that the spans
/// join without a hole. Decoding two hundred thousand events per second would make the test the bottleneck.
/// </summary>
internal sealed class SpanReader
{
    private const byte RecordSeparator = 0x1e;

    private long _position = -1;

    /// <summary>Highest sequence accounted for; -1 before the first item.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>Number of events accounted for.</summary>
    public long Events { get; private set; }

    public int Gaps { get; private set; }

    /// <summary>Reads until it is cancelled.</summary>
    /// <exception cref="InvalidOperationException">There is a hole between spans, or the stream ended.</exception>
    public async Task RunAsync(GatewayProcess gateway, string sessionId, CancellationToken cancellationToken)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {gateway.Token}");
        await socket.ConnectAsync(new UriBuilder(gateway.Url) { Scheme = "ws", Path = "/hubs/gateway" }.Uri, cancellationToken);
        await SendAsync(socket, new { protocol = "json", version = 1 }, cancellationToken);
        await SendAsync(socket, new { type = 4, invocationId = "1", target = "StreamSession", arguments = new object[] { sessionId, new { } } }, cancellationToken);
        try
        {
            await ReceiveAsync(socket, cancellationToken);
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException && cancellationToken.IsCancellationRequested)
        {
            // The test has seen enough and has cancelled the reader.
        }
    }

    private async Task ReceiveAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        var pending = new ArrayBufferWriter<byte>(1 << 20);
        while (true)
        {
            var received = await socket.ReceiveAsync(pending.GetMemory(64 * 1024), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                throw new InvalidOperationException("The gateway closed the connection.");
            }

            pending.Advance(received.Count);
            TakeMessages(pending);
        }
    }

    private void TakeMessages(ArrayBufferWriter<byte> pending)
    {
        var rest = pending.WrittenSpan;
        while (rest.IndexOf(RecordSeparator) is >= 0 and var end)
        {
            TakeMessage(rest[..end]);
            rest = rest[(end + 1)..];
        }

        var left = rest.ToArray();
        pending.ResetWrittenCount();
        pending.Write(left);
    }

    private void TakeMessage(ReadOnlySpan<byte> message)
    {
        if (message.StartsWith("{\"type\":3"u8))
        {
            throw new InvalidOperationException($"The stream ended: {System.Text.Encoding.UTF8.GetString(message)}");
        }

        if (message.IndexOf("\"kind\":\"gap\""u8) >= 0)
        {
            Gaps++;
        }
        else if (message.IndexOf("\"kind\":\"events\""u8) is >= 0 and var events)
        {
            TakeSpan(Number(message[events..], "\"first\":"u8), Number(message[events..], "\"last\":"u8));
        }
    }

    private void TakeSpan(long first, long last)
    {
        if (_position >= 0 && first != _position + 1)
        {
            throw new InvalidOperationException($"A span begins with {first} after {_position}.");
        }

        Events += last - first + 1;
        Volatile.Write(ref _position, last);
    }

    private static long Number(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var start = json.IndexOf(name) + name.Length;
        return Utf8Parser.TryParse(json[start..], out long value, out _) ? value : throw new InvalidOperationException("The item has no span.");
    }

    private static async Task SendAsync<T>(ClientWebSocket socket, T message, CancellationToken cancellationToken)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(message);
        await socket.SendAsync((byte[])[.. bytes, RecordSeparator], WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
    }
}
