using System.Net.WebSockets;
using System.Text;
using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Front.Hubs.Stopping;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Front.Hubs.Sockets;

/// <summary>A client over a real socket that says nothing any more and reads nothing either, as a frozen process.</summary>
public sealed class SilentClientTests
{
    [Fact]
    public async Task Its_connection_is_aborted_at_the_time_limit_without_waiting_for_it_to_close()
    {
        await using var host = await GatewayHost.StartAsync(("Gateway:Hub:ClientPingSeconds", "1"), ("Gateway:Hub:ClientTimeoutSeconds", "2"));
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {(await host.MintAsync("ada", Scopes.ReadSessions)).Token.Token}");
        await socket.ConnectAsync(new UriBuilder(new Uri(host.Address, HubContract.Path)) { Scheme = "ws" }.Uri, Patience.Token).WithTimeout("the connection");
        // The reading begins first, because the connection may end before this thread continues.
        var answer = new byte[1_024];
        var answering = socket.ReceiveAsync(answer, Patience.Token);
        await socket.SendJsonAsync("""{"protocol":"json","version":1}""" + '\u001e' + """{"type":6}""");
        var received = await answering.WithTimeout("the connection");
        Assert.StartsWith("{}\u001e", Encoding.UTF8.GetString(answer, 0, received.Count), StringComparison.Ordinal);

        var connections = host.Get<ConnectionRegistry>();
        await Eventually.Async(() => connections.All.Count + connections.Served == 0, "the end of the connection");
        // One that takes part would get a close frame.
        await Assert.ThrowsAsync<WebSocketException>(() => ReadToCloseAsync(socket).WithTimeout("the end of the socket"));
    }

    private static async Task ReadToCloseAsync(ClientWebSocket socket)
    {
        var buffer = new byte[1_024];
        while ((await socket.ReceiveAsync(buffer, Patience.Token)).MessageType != WebSocketMessageType.Close)
        {
        }
    }
}
