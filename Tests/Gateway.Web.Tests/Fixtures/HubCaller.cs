using System.Buffers;
using System.Security.Claims;
using System.Text.Json;
using System.Threading.Channels;
using Gateway.Testing;
using Gateway.Web.Front.Hubs;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>
/// One connection to the real hub over in-memory pipes. It writes SignalR's JSON by hand, so that a test can send what no client
/// library would send. Stream items and pings are ignored unless a test reads them.
/// </summary>
internal sealed class HubCaller : IAsyncDisposable
{
    private const byte RecordSeparator = 0x1e;

    private readonly HubPipes _pipes;
    private readonly Channel<JsonElement> _completions = Channel.CreateBounded<JsonElement>(100_000);
    private readonly Channel<JsonElement> _items = Channel.CreateBounded<JsonElement>(new BoundedChannelOptions(100_000) { FullMode = BoundedChannelFullMode.DropOldest });
    private int _lastId;

    public HubCaller(HubConnectionHandler<GatewayHub> hub, ClaimsPrincipal user)
    {
        _pipes = new HubPipes(hub, user);
        _ = ReceiveAsync();
        Send("{\"protocol\":\"json\",\"version\":1}"u8);
    }

    /// <summary>Completes when the server has ended the connection; it never fails because of what the caller sent.</summary>
    public Task Closed => _pipes.Closed;

    public ChannelReader<JsonElement> Items => _items.Reader;

    /// <summary>
    /// Errors of completions that belong to no call of <see cref="InvokeAsync"/>, because they answer other messages.
    /// </summary>
    public List<string> Errors { get; } = [];

    /// <summary>Sends one message and the separator.</summary>
    public void Send(ReadOnlySpan<byte> message)
    {
        try
        {
            _pipes.ToServer.Write(message);
            _pipes.ToServer.Write([RecordSeparator]);
            _ = _pipes.ToServer.FlushAsync().AsTask();
        }
        catch (InvalidOperationException)
        {
            // The server has closed the connection.
        }
    }

    public void StartStream(string method, params object[] arguments) => Send(Message(4, method, NextId(), arguments));

    /// <summary>Calls a method and waits for its completion; null when the connection was closed instead.</summary>
    public async Task<JsonElement?> InvokeAsync(string method, params object[] arguments)
    {
        var id = NextId();
        Send(Message(1, method, id, arguments));
        while (await _completions.Reader.WaitToReadAsync().WithTimeout($"the completion of {method}"))
        {
            var completion = await _completions.Reader.ReadAsync();
            if (completion.TryGetProperty("invocationId", out var answered) && answered.GetString() == id)
            {
                return completion;
            }

            if (completion.TryGetProperty("error", out var error))
            {
                Errors.Add(error.GetString()!);
            }
        }

        return null;
    }

    public ValueTask DisposeAsync() => _pipes.DisposeAsync();

    private string NextId() => $"call-{Interlocked.Increment(ref _lastId)}";

    private static byte[] Message(int type, string method, string id, object[] arguments) =>
        JsonSerializer.SerializeToUtf8Bytes(new { type, target = method, invocationId = id, arguments }, Serialization.GatewayJson.Options);

    private async Task ReceiveAsync()
    {
        while (true)
        {
            var read = await _pipes.FromServer.ReadAsync();
            var buffer = read.Buffer;
            while (buffer.PositionOf(RecordSeparator) is { } end)
            {
                Take(JsonSerializer.Deserialize<JsonElement>(buffer.Slice(0, end).ToArray()));
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            _pipes.FromServer.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                _completions.Writer.TryComplete();
                _items.Writer.TryComplete();
                return;
            }
        }
    }

    private void Take(JsonElement message)
    {
        if (!message.TryGetProperty("type", out var type))
        {
            return;
        }

        if (type.GetInt32() == 3)
        {
            _completions.Writer.TryWrite(message);
        }
        else if (type.GetInt32() == 2)
        {
            _items.Writer.TryWrite(message.GetProperty("item"));
        }
    }
}
