using System.Net;
using System.Net.WebSockets;
using Gateway.Client.Internal;
using Gateway.Client.Tests.Fakes;
using Gateway.Testing;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Client.Tests;

/// <summary>The behaviour that the client adds to SignalR's connection.</summary>
public sealed class SocketTests
{
    [Theory]
    [InlineData("http://host", "ws://host/hubs/gateway")]
    [InlineData("https://host:8443/", "wss://host:8443/hubs/gateway")]
    [InlineData("wss://host/sub/hubs/gateway", "wss://host/sub/hubs/gateway")]
    [InlineData("ws://host:80", "ws://host/hubs/gateway")]
    public void The_hubs_address_is_completed(string url, string expected) =>
        Assert.Equal(new Uri(expected), HubAddress.Of(new Uri(url)));

    [Fact]
    public void Another_scheme_is_refused() =>
        Assert.Throws<ArgumentException>(() => HubAddress.Of(new Uri("ftp://host")));

    [Theory]
    [InlineData(GatewayHubProtocol.Json)]
    [InlineData(GatewayHubProtocol.MessagePack)]
    public async Task It_connects_with_one_request_that_is_the_applications_last_word(GatewayHubProtocol protocol)
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var client = GatewayClient.Create(new GatewayClientOptions
        {
            Url = gateway.Url,
            Protocol = protocol,
            TokenProvider = _ => new ValueTask<string?>("token"),
            ConfigureWebSocket = socket => socket.SetRequestHeader("Authorization", "Bearer another"),
        });

        await client.ConnectAsync().WithTimeout("the connection");

        Assert.Equal(2, (await client.ListSessionsAsync().WithTimeout("the list")).Count);
        Assert.Equal(["Bearer another"], gateway.Authorizations);
    }

    [Fact]
    public async Task A_reader_that_is_slow_never_has_more_than_the_bound_waiting_and_misses_nothing()
    {
        const int Sent = 4 * 1024 * 1024;
        await using var gateway = await FakeGateway.StartAsync(async socket =>
        {
            await socket.SendAsync(new byte[Sent], WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        });
        await using var services = new HubConnectionBuilder().WithGatewayUrl(new Uri(gateway.Url, "/raw")).Services.BuildServiceProvider();
        var factory = services.GetRequiredService<IConnectionFactory>();
        await using var connection = await factory.ConnectAsync(services.GetRequiredService<EndPoint>()).WithTimeout("the connection");

        var (read, mostWaiting) = await ReadSlowlyAsync(connection).WithTimeout("the bytes");

        Assert.Equal(Sent, read);
        Assert.InRange(mostWaiting, 1, 2 * GatewayHubConnectionBuilderExtensions.BufferBytes);
    }

    private static async Task<(long Read, long MostWaiting)> ReadSlowlyAsync(ConnectionContext connection)
    {
        const int Step = 1024;
        var (read, mostWaiting) = (0L, 0L);
        while (await connection.Transport.Input.ReadAsync() is { Buffer: { Length: > 0 } buffer })
        {
            mostWaiting = Math.Max(mostWaiting, buffer.Length);
            var taken = Math.Min(Step, buffer.Length);
            read += taken;
            connection.Transport.Input.AdvanceTo(buffer.GetPosition(taken));
            await Task.Yield();
        }

        return (read, mostWaiting);
    }
}
