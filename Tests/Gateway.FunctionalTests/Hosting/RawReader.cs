using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Gateway.Contracts;
using Gateway.Testing;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>A reader of one session's stream that sees the unprocessed messages of its WebSocket, in the JSON protocol.</summary>
internal sealed class RawReader : IDisposable
{
    private const char Separator = '\u001e';
    private const int Completion = 3;
    private const int Close = 7;

    private readonly ClientWebSocket _socket = new();
    private readonly StringBuilder _rest = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>The error with which the stream ended.</summary>
    public string? StreamError { get; private set; }

    /// <summary>Whether the gateway sent a close message that allows reconnecting.</summary>
    public bool MayReconnect { get; private set; }

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public bool HasEvents { get; private set; }

    /// <param name="gateway">The gateway to connect to.</param>
    /// <param name="messages">Messages to send after the handshake.</param>
    public static async Task<RawReader> ConnectAsync(GatewayProcess gateway, params string[] messages)
    {
        var reader = new RawReader();
        reader._socket.Options.SetRequestHeader("Authorization", $"Bearer {gateway.Token}");
        await reader._socket.ConnectAsync(new UriBuilder(gateway.Url) { Scheme = "ws", Path = HubContract.Path }.Uri, CancellationToken.None).WithTimeout("a WebSocket");
        foreach (var message in (string[])["""{"protocol":"json","version":1}""", .. messages])
        {
            await reader._socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(message + Separator), WebSocketMessageType.Text, true, CancellationToken.None).WithTimeout("a message to leave");
        }

        return reader;
    }

    public static Task<RawReader> OfSessionAsync(GatewayProcess gateway, string sessionId) => ConnectAsync(
        gateway, $$$"""{"type":4,"invocationId":"1","target":"StreamSession","arguments":["{{{sessionId}}}",{"resumeAfter":0}]}""");

    public Task UntilEventsAsync() => ReadAsync(() => HasEvents, TimeSpan.Zero).WithTimeout("a reader's first events");

    /// <summary>Reads until the WebSocket has ended.</summary>
    /// <param name="pause">Wait after each message, for a slow reader.</param>
    public async Task ReadToEndAsync(TimeSpan pause)
    {
        try
        {
            await ReadAsync(() => false, pause);
        }
        catch (WebSocketException)
        {
            // The connection was cut, so there is no close status.
        }
    }

    public async Task UntilCompletedAsync() => await ReadAsync(() => StreamError is not null, TimeSpan.Zero).WithTimeout("the answer");

    public void Dispose() => _socket.Dispose();

    private async Task ReadAsync(Func<bool> isEnough, TimeSpan pause)
    {
        while (!isEnough())
        {
            var received = await _socket.ReceiveAsync(_buffer, CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                return;
            }

            _rest.Append(System.Text.Encoding.UTF8.GetString(_buffer, 0, received.Count));
            TakeMessages();
            if (pause > TimeSpan.Zero)
            {
                await Pace.Async(pause);
            }
        }
    }

    private void TakeMessages()
    {
        var parts = _rest.ToString().Split(Separator);
        _rest.Clear().Append(parts[^1]);
        foreach (var part in parts.SkipLast(1))
        {
            using var json = JsonDocument.Parse(part);
            Take(json.RootElement);
        }
    }

    private void Take(JsonElement message)
    {
        if (!message.TryGetProperty("type", out var type))
        {
            return;
        }

        switch (type.GetInt32())
        {
            case Completion:
                StreamError = message.TryGetProperty("error", out var error) ? error.GetString() : "";
                break;
            case Close:
                MayReconnect = message.TryGetProperty("allowReconnect", out var allow) && allow.GetBoolean();
                break;
            default:
                HasEvents |= message.GetRawText().Contains("\"events\"", StringComparison.Ordinal);
                break;
        }
    }
}
