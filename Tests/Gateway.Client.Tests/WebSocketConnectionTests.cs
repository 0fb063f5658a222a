using System.IO.Pipelines;
using System.Net.WebSockets;
using Gateway.Client.Tests.Fakes;
using Gateway.Testing;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Gateway.Client.Tests;

public sealed class WebSocketConnectionTests
{
    [Theory]
    [InlineData("http://host", "ws://host/hubs/gateway")]
    [InlineData("https://host:8443/", "wss://host:8443/hubs/gateway")]
    [InlineData("wss://host/sub/hubs/gateway", "wss://host/sub/hubs/gateway")]
    [InlineData("ws://host:80", "ws://host/hubs/gateway")]
    public void The_hubs_address_is_completed(string url, string expected) =>
        Assert.Equal(new Uri(expected), WebSocketConnectionFactory.HubAddress(new Uri(url)));

    [Fact]
    public void Another_scheme_is_refused() =>
        Assert.Throws<ArgumentException>(() => WebSocketConnectionFactory.HubAddress(new Uri("ftp://host")));

    [Theory]
    [InlineData(TransferFormat.Text, WebSocketMessageType.Text)]
    [InlineData(TransferFormat.Binary, WebSocketMessageType.Binary)]
    public async Task Messages_are_sent_in_the_protocols_format(TransferFormat format, WebSocketMessageType expected)
    {
        var seen = new TaskCompletionSource<WebSocketMessageType>();
        await using var gateway = await FakeGateway.StartAsync(async socket =>
        {
            var received = await socket.ReceiveAsync(new byte[16].AsMemory(), default);
            seen.SetResult(received.MessageType);
            await CloseAsync(socket, WebSocketCloseStatus.NormalClosure);
        });
        await using var connection = await ConnectAsync(gateway, format);

        await connection.Transport.Output.WriteAsync("hello"u8.ToArray());

        Assert.Equal(expected, await seen.Task.WithTimeout("the message"));
        Assert.Equal(format, connection.Features.Get<ITransferFormatFeature>()?.ActiveFormat);
    }

    [Fact]
    public async Task Many_megabytes_pass_in_both_directions_unchanged()
    {
        await using var gateway = await FakeGateway.StartAsync(EchoAsync);
        await using var connection = await ConnectAsync(gateway, TransferFormat.Binary);
        var sent = new byte[8 * 1024 * 1024];
        new Random(1).NextBytes(sent);

        var writing = connection.Transport.Output.WriteAsync(sent).AsTask();
        var received = await ReadAsync(connection.Transport.Input, sent.Length).WithTimeout("the echo");

        await writing.WithTimeout("the write");
        Assert.Equal(sent, received);
    }

    [Fact]
    public async Task The_servers_close_frame_ends_the_input()
    {
        await using var gateway = await FakeGateway.StartAsync(socket => CloseAsync(socket, WebSocketCloseStatus.NormalClosure));
        await using var connection = await ConnectAsync(gateway, TransferFormat.Text);

        var result = await connection.Transport.Input.ReadAsync().WithTimeout("the end");

        Assert.True(result.IsCompleted && result.Buffer.IsEmpty);
    }

    [Fact]
    public async Task A_close_frame_with_an_error_status_is_an_error()
    {
        await using var gateway = await FakeGateway.StartAsync(socket => CloseAsync(socket, WebSocketCloseStatus.InternalServerError));
        await using var connection = await ConnectAsync(gateway, TransferFormat.Text);

        await Assert.ThrowsAsync<WebSocketException>(() => connection.Transport.Input.ReadAsync().WithTimeout("the error"));
    }

    [Fact]
    public async Task A_connection_that_breaks_is_an_error()
    {
        await using var gateway = await FakeGateway.StartAsync(async socket =>
        {
            await socket.ReceiveAsync(new byte[16].AsMemory(), default);
            socket.Abort();
        });
        await using var connection = await ConnectAsync(gateway, TransferFormat.Text);
        await connection.Transport.Output.WriteAsync("break"u8.ToArray());

        await Assert.ThrowsAsync<WebSocketException>(() => connection.Transport.Input.ReadAsync().WithTimeout("the error"));
    }

    [Fact]
    public async Task Disposing_says_goodbye()
    {
        var status = new TaskCompletionSource<WebSocketCloseStatus?>();
        await using var gateway = await FakeGateway.StartAsync(async socket =>
        {
            await socket.ReceiveAsync(new byte[16].AsMemory(), default);
            status.SetResult(socket.CloseStatus);
            await CloseAsync(socket, WebSocketCloseStatus.NormalClosure);
        });
        var connection = await ConnectAsync(gateway, TransferFormat.Text);

        await connection.DisposeAsync().WithTimeout("the disposal");

        Assert.Equal(WebSocketCloseStatus.NormalClosure, await status.Task.WithTimeout("the close frame"));
    }

    [Fact]
    public async Task Aborting_ends_the_input_with_an_error()
    {
        await using var gateway = await FakeGateway.StartAsync(EchoAsync);
        await using var connection = await ConnectAsync(gateway, TransferFormat.Text);

        connection.Abort();

        await Assert.ThrowsAnyAsync<Exception>(() => connection.Transport.Input.ReadAsync().WithTimeout("the error"));
    }

    private static async Task<ConnectionContext> ConnectAsync(FakeGateway gateway, TransferFormat format)
    {
        var factory = new WebSocketConnectionFactory(new GatewayClientOptions(), new FormatOnlyProtocol(format));
        return await factory.ConnectAsync(new UriEndPoint(new Uri(gateway.Url, "/raw"))).WithTimeout("the connection");
    }

    private static Task CloseAsync(WebSocket socket, WebSocketCloseStatus status) => socket.CloseAsync(status, null, default);

    private static async Task EchoAsync(WebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), default);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await CloseAsync(socket, WebSocketCloseStatus.NormalClosure);
                return;
            }

            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, default);
        }
    }

    private static async Task<byte[]> ReadAsync(PipeReader reader, int count)
    {
        var bytes = new MemoryStream(count);
        while (bytes.Length < count)
        {
            var result = await reader.ReadAsync();
            foreach (var segment in result.Buffer)
            {
                bytes.Write(segment.Span);
            }

            reader.AdvanceTo(result.Buffer.End);
            Assert.False(result.IsCompleted && bytes.Length < count, "The connection ended early.");
        }

        return bytes.ToArray();
    }
}
