using System.Buffers;
using System.Net.WebSockets;
using Gateway.Testing;
using Gateway.Web.Front.Hubs.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Web.Tests.Front.Hubs.Sockets;

public sealed class SocketOutputTests : IDisposable
{
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(9);
    private static readonly TimeSpan JustHeard = TimeSpan.FromSeconds(4);

    private readonly RecordingSocket _socket = new();
    private readonly FakeTimeProvider _time = new();
    private readonly AnyFormat _format = new();
    private readonly SocketOutput _output;

    public SocketOutputTests() => _output = new SocketOutput(_socket, _format, SendTimeout, KeepAlive, _time);

    public static TheoryData<IHubProtocol> Protocols => [new JsonHubProtocol(), new MessagePackHubProtocol()];

    [Theory]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(100_000)]
    public async Task What_is_written_up_to_a_flush_is_one_message(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        for (var round = 0; round < 3; round++)
        {
            // The data is written in pieces, so the buffer grows meanwhile.
            _output.Write(bytes.AsSpan(0, length / 3));
            _output.Write(bytes.AsSpan(length / 3));
            Assert.Equal(length, _output.UnflushedBytes);
            Assert.False((await _output.FlushAsync()).IsCompleted);
        }

        Assert.Equal(3, _socket.Sent.Count);
        Assert.All(_socket.Sent, sent => Assert.Equal(bytes, sent.Bytes));
        Assert.All(_socket.Sent, sent => Assert.True(sent.End));
    }

    [Fact]
    public async Task A_message_is_text_or_binary_as_the_protocol_has_it()
    {
        _output.Write("text"u8);
        await _output.FlushAsync();
        _format.ActiveFormat = TransferFormat.Binary;
        _output.Write("binary"u8);
        await _output.FlushAsync();

        Assert.Equal([WebSocketMessageType.Text, WebSocketMessageType.Binary], _socket.Sent.Select(sent => sent.Type));
    }

    [Fact]
    public async Task A_flush_waits_for_a_reader_that_does_not_read()
    {
        _socket.Hold();
        _output.Write("one"u8);
        var flush = _output.FlushAsync().AsTask();
        Assert.False(flush.IsCompleted);

        _socket.Release();
        Assert.False((await flush.WithTimeout("the flush")).IsCompleted);
    }

    [Fact]
    public async Task Who_takes_nothing_for_longer_than_a_send_may_take_is_cut_off()
    {
        _socket.Hold();
        _output.Write("one"u8);
        var flush = _output.FlushAsync().AsTask();
        _time.Advance(SendTimeout);
        _output.CheckSending();
        Assert.False(_socket.IsAborted);

        _time.Advance(TimeSpan.FromSeconds(1));
        _output.CheckSending();
        Assert.True(_socket.IsAborted);
        Assert.True((await flush.WithTimeout("the flush")).IsCompleted);
    }

    [Fact]
    public async Task Nobody_is_cut_off_for_being_idle()
    {
        _output.Write("one"u8);
        await _output.FlushAsync();
        _time.Advance(10 * SendTimeout);
        _output.CheckSending();

        Assert.False(_socket.IsAborted);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_ping_is_left_out_when_the_client_has_just_heard_something(IHubProtocol protocol)
    {
        var ping = protocol.GetMessageBytes(PingMessage.Instance);
        await _output.WriteAsync("one"u8.ToArray());
        _time.Advance(JustHeard - TimeSpan.FromMilliseconds(1));
        Assert.False((await _output.WriteAsync(ping)).IsCompleted);
        Assert.Single(_socket.Sent);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        await _output.WriteAsync(ping);
        Assert.Equal(ping.ToArray(), _socket.Sent[^1].Bytes);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task The_first_message_may_be_a_ping(IHubProtocol protocol)
    {
        await _output.WriteAsync(protocol.GetMessageBytes(PingMessage.Instance));

        Assert.Single(_socket.Sent);
    }

    [Fact]
    public async Task What_follows_a_message_at_once_is_sent_if_it_is_no_ping()
    {
        await _output.WriteAsync("one"u8.ToArray());
        await _output.WriteAsync("two"u8.ToArray());

        Assert.Equal(2, _socket.Sent.Count);
    }

    [Fact]
    public async Task After_the_end_nothing_is_sent_and_a_flush_says_so()
    {
        _output.Complete();
        _output.Write("late"u8);

        Assert.True((await _output.FlushAsync()).IsCompleted);
        Assert.Empty(_socket.Sent);
    }

    [Fact]
    public async Task The_close_message_waits_for_the_message_that_is_being_sent_and_nothing_follows_it()
    {
        using var transport = new TransportSocket(_socket) { Output = _output };
        _socket.Hold();
        _output.Write("one"u8);
        var flush = _output.FlushAsync().AsTask();
        var closing = transport.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        Assert.False(_socket.IsClosed);

        _socket.Release();
        await closing.WithTimeout("the close message");
        Assert.True(_socket.IsClosed);
        Assert.True((await flush.WithTimeout("the flush")).IsCompleted);
        _output.Write("two"u8);
        Assert.True((await _output.FlushAsync()).IsCompleted);
        Assert.Single(_socket.Sent);
    }

    [Fact]
    public async Task Nothing_follows_the_close_message_of_a_connection_that_sends_nothing_meanwhile()
    {
        using var transport = new TransportSocket(_socket) { Output = _output };
        await transport.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WithTimeout("the close message");
        _output.Write("late"u8);

        Assert.True((await _output.FlushAsync()).IsCompleted);
        Assert.Equal((true, 0), (_socket.IsClosed, _socket.Sent.Count));
    }

    public void Dispose() => _socket.Dispose();
}
